package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.telemetry.TenantId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were given a moment ago, for those of the same tenant and role who ask the same. When an incident pages a
 * team, many agents ask one question at once: the first works on it, the others wait for what it finds.
 *
 * <p>Only answers from findings are shared. A refusal, a failure, a cancelled call and an answer by a live query are their
 * caller's alone.
 */
final class SharedAnswers {
    /** Answers from findings take milliseconds: who has waited this long works on the question, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long nobody waits for a question that was answered live: it most likely will be again. */
    private static final Duration LIVE = Duration.ofSeconds(10);

    private static final int MOST = 256;

    /** Characters of both forms. A greater answer is for those who wait for it, and not kept. */
    private static final int MOST_KEPT = 64_000;

    private final long lifeNanos;
    private final LongSupplier nanos;
    private final Map<Key, Given> given = new LinkedHashMap<>();

    /**
     * A question as it was understood.
     *
     * @param call with all of its arguments
     */
    record Key(TenantId tenant, Role role, Call call) {}

    /** Whose an answer is. */
    enum Whose {
        /** Of all who ask the same in this moment. */
        EVERYBODYS,
        /** Its caller's, as was to be expected of a question that is answered live. */
        OWN_AND_LIVE,
        /** Its caller's, as it came to no answer. */
        OWN
    }

    record Ended(Rendered answer, String how, Whose whose) {}

    /** @param answer ends empty where it is nobody else's */
    private record Given(CompletableFuture<Optional<Ended>> answer, long at) {}

    /**
     * @param life how long after the work on it began an answer is given out; nothing is shared where it is zero
     * @param nanos a clock that only rises
     */
    SharedAnswers(Duration life, LongSupplier nanos) {
        this.lifeNanos = life.toNanos();
        this.nanos = nanos;
    }

    /**
     * The answer to a question, another's or the work's.
     *
     * @throws InterruptedException while waiting for another's
     */
    Ended of(Key key, Supplier<Ended> work) throws InterruptedException {
        if (lifeNanos == 0) {
            return work.get();
        }
        Given mine = new Given(new CompletableFuture<>(), nanos.getAsLong());
        Given others = join(key, mine);
        if (others == null) {
            return worked(key, mine, work);
        }
        Optional<Ended> answer = awaited(others);
        return answer.isPresent() ? answer.get() : work.get();
    }

    /** After this, answers of before are given to nobody. */
    synchronized void clear() {
        given.clear();
    }

    /** Null where nobody else's stands and {@code mine} now does. */
    private synchronized @Nullable Given join(Key key, Given mine) {
        Given others = given.get(key);
        if (others != null && !isOver(others, mine.at())) {
            return others;
        }
        // Room is made as the new ones come, so that one look costs no more than those it drops.
        Iterator<Given> oldest = given.values().iterator();
        while (oldest.hasNext() && (isOver(oldest.next(), mine.at()) || given.size() >= MOST)) {
            oldest.remove();
        }
        given.remove(key); // or it would keep its old place
        given.put(key, mine);
        return null;
    }

    private boolean isOver(Given one, long now) {
        if (!one.answer().isDone()) {
            return false;
        }
        long life = one.answer().join().isPresent() ? lifeNanos : LIVE.toNanos();
        return now - one.at() >= life;
    }

    private Ended worked(Key key, Given mine, Supplier<Ended> work) {
        Optional<Ended> shared = Optional.empty();
        boolean kept = false;
        try {
            Ended ended = work.get();
            shared = ended.whose() == Whose.EVERYBODYS ? Optional.of(ended) : Optional.empty();
            kept = ended.whose() == Whose.OWN_AND_LIVE || (shared.isPresent() && length(ended.answer()) <= MOST_KEPT);
            return ended;
        } finally {
            if (!kept) {
                forget(key, mine);
            }
            mine.answer().complete(shared);
        }
    }

    private static int length(Rendered answer) {
        return answer.text().length() + answer.json().length();
    }

    private synchronized void forget(Key key, Given mine) {
        given.remove(key, mine);
    }

    private static Optional<Ended> awaited(Given others) throws InterruptedException {
        try {
            return others.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is only ever completed", e);
        }
    }
}
