package io.lokitempo.lab.start;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a process has ended of late: a few times are accidents, more would only be hidden by starting it again. */
final class Deaths {
    private static final int ALLOWED = 4;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Deque<Long> times = new ArrayDeque<>();

    /** Counts one more. */
    void count() {
        long now = System.nanoTime();
        times.addLast(now);
        times.removeIf(death -> now - death > WITHIN.toNanos());
    }

    boolean areTooMany() {
        return times.size() > ALLOWED;
    }

    /** Before the next start: 1 s after the first death, doubled with each further one. */
    Duration pause() {
        return Duration.ofSeconds(1L << Math.max(0, times.size() - 1));
    }

    @Override
    public String toString() {
        return times.size() + " times within " + WITHIN.toMinutes() + " minutes";
    }
}
