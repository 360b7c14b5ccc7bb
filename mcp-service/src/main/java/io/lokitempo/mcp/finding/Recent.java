package io.lokitempo.mcp.finding;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the database was asked a moment ago. An incident that pages a team has many agents ask the same at once, and one
 * answer needs the same facts several times: each is read once for all who ask while it is read and for a moment after.
 *
 * <p>Only what was read is shared. Who waited for a reading that failed, or was broken off with the call it belonged to,
 * asks again.
 */
final class Recent {
    private final long lifeNanos;
    private final int most;
    private final LongSupplier nanos;
    private final Map<Object, Asked> asked = new LinkedHashMap<>();

    private record Asked(CompletableFuture<Reading<?>> reading, long at) {
        boolean isOver(long now, long life) {
            return reading.isDone() && now - at >= life;
        }
    }

    /**
     * @param life how long after it was begun a reading that is done is given out; none is shared where it is zero
     * @param most readings that are held
     * @param nanos a clock that only rises
     */
    Recent(Duration life, int most, LongSupplier nanos) {
        this.lifeNanos = life.toNanos();
        this.most = most;
        this.nanos = nanos;
    }

    /**
     * @param key all that the reading depends on, its scope first
     * @param question is asked where nobody did a moment ago
     */
    <T> Reading<T> read(Object key, Supplier<Reading<T>> question) {
        if (lifeNanos == 0) {
            return question.get();
        }
        Asked mine = new Asked(new CompletableFuture<>(), nanos.getAsLong());
        Asked others = join(key, mine);
        return others == null ? asked(key, mine, question) : shared(others.reading(), question);
    }

    /** Null where nobody asked and {@code mine} now stands for the question. */
    private synchronized @Nullable Asked join(Object key, Asked mine) {
        Asked known = asked.get(key);
        if (known != null && !known.isOver(mine.at(), lifeNanos)) {
            return known;
        }
        // Room is made as the new ones come, so that one look costs no more than those it drops.
        Iterator<Asked> oldest = asked.values().iterator();
        while (oldest.hasNext() && (oldest.next().isOver(mine.at(), lifeNanos) || asked.size() >= most)) {
            oldest.remove();
        }
        asked.remove(key); // or it would keep its old place
        asked.put(key, mine);
        return null;
    }

    private <T> Reading<T> asked(Object key, Asked mine, Supplier<Reading<T>> question) {
        Reading<T> reading = new Reading.Missing<>("not read");
        try {
            reading = question.get();
            return reading;
        } finally {
            if (reading.found().isEmpty()) {
                forget(key, mine);
            }
            mine.reading().complete(reading);
        }
    }

    private synchronized void forget(Object key, Asked mine) {
        asked.remove(key, mine);
    }

    @SuppressWarnings("unchecked") // a key stands for one question, and so for one type
    private static <T> Reading<T> shared(CompletableFuture<Reading<?>> others, Supplier<Reading<T>> question) {
        try {
            Reading<?> reading = others.get();
            return reading.found().isPresent() ? (Reading<T>) reading : question.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return question.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reading is only ever completed", e);
        }
    }
}
