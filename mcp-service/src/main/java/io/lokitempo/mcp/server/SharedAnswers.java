package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.flight.Flight;
import io.lokitempo.mcp.flight.Flights;
import io.lokitempo.telemetry.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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

    private final Duration life;
    private final Flights<Key, Ended> flights;

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

    /**
     * @param life how long after the work on it began an answer is given out; nothing is shared where it is zero
     * @param nanos a clock that only rises
     */
    SharedAnswers(Duration life, LongSupplier nanos) {
        this.life = life;
        this.flights = new Flights<>(MOST, nanos);
    }

    /**
     * The answer to a question, another's or the work's.
     *
     * @throws InterruptedException while waiting for another's
     */
    Ended of(Key key, Supplier<Ended> work) throws InterruptedException {
        if (life.isZero()) {
            return work.get();
        }
        Flights.Boarded<Ended> boarded = flights.board(key);
        if (boarded.own()) {
            return worked(key, boarded.flight(), work);
        }
        Optional<Ended> answer = boarded.flight().await(PATIENCE);
        return answer.isPresent() ? answer.get() : work.get();
    }

    /** After this, answers of before are given to nobody. */
    void clear() {
        flights.clear();
    }

    private Ended worked(Key key, Flight<Ended> mine, Supplier<Ended> work) {
        Optional<Ended> shared = Optional.empty();
        Duration kept = Duration.ZERO;
        try {
            Ended ended = work.get();
            shared = ended.whose() == Whose.EVERYBODYS ? Optional.of(ended) : Optional.empty();
            kept = kept(ended);
            return ended;
        } finally {
            flights.land(key, mine, shared, kept);
        }
    }

    private Duration kept(Ended ended) {
        return switch (ended.whose()) {
            case EVERYBODYS -> length(ended.answer()) <= MOST_KEPT ? life : Duration.ZERO;
            case OWN_AND_LIVE -> LIVE;
            case OWN -> Duration.ZERO;
        };
    }

    private static int length(Rendered answer) {
        return answer.text().length() + answer.json().length();
    }
}
