package io.lokitempo.analyzer.poll;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many queries may be under way at once: one more each time that as many were answered as usual, fewer by a third where
 * a server is slower than usual or does not answer (additive increase, multiplicative decrease, as TCP's congestion
 * avoidance has it, RFC 5681). What is usual is held for each kind of query and follows slowly, so that a server that
 * stays slow is not left alone for ever. Time is an argument. Not for use by several threads at once.
 */
final class Concurrency {
    private static final double DECREASE = 2.0 / 3;
    /** So many times its usual time is slow; a Loki's own spread between hot and cold chunks is less. */
    private static final double SLOW = 5;
    /** Shorter is never slow: a real Loki answers a page of 5,000 lines in 40 to 80 ms, and from cold chunks in a second. */
    private static final Duration NEVER_SLOW = Duration.ofSeconds(1);

    private static final double WEIGHT_OF_NEWEST = 1.0 / 20;

    private final int most;
    private double limit;
    private long heldUntilNanos = Long.MIN_VALUE;
    private final Map<String, Double> usualNanos = new HashMap<>();

    /** @param most at least 1 */
    Concurrency(int most) {
        this.most = most;
        this.limit = most;
    }

    int limit() {
        return (int) limit;
    }

    /** @param kind of query; those of a kind take about as long */
    void answered(String kind, long tookNanos, long nowNanos) {
        double usual = usualNanos.getOrDefault(kind, (double) tookNanos);
        usualNanos.put(kind, usual + (tookNanos - usual) * WEIGHT_OF_NEWEST);
        if (tookNanos > NEVER_SLOW.toNanos() && tookNanos > SLOW * usual) {
            decrease(tookNanos, nowNanos);
        } else {
            limit = Math.min(most, limit + 1 / limit);
        }
    }

    /** The server broke off, or no answer came in time. */
    void unanswered(long tookNanos, long nowNanos) {
        decrease(tookNanos, nowNanos);
    }

    /** Once for all queries that were under way together: they tell the same. */
    private void decrease(long tookNanos, long nowNanos) {
        if (nowNanos - tookNanos >= heldUntilNanos) {
            limit = Math.max(1, limit * DECREASE);
            heldUntilNanos = nowNanos;
        }
    }
}
