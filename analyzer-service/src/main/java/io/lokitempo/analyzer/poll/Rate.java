package io.lokitempo.analyzer.poll;

/**
 * How many queries a minute may be sent: a bound that halves where a server says "too many", once a second at most since
 * what was sent together is turned away together, and recovers by a hundredth of the full rate with every answer. Time is an argument. Not for use by several threads at once.
 */
final class Rate {
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double LEAST_SHARE = 1.0 / 64;
    private static final double SHARE_OF_AN_ANSWER = 1.0 / 100;
    private static final long TOGETHER_NANOS = 1_000_000_000L;
    /** Queries that may go out together after a pause, as a share of a minute's. */
    private static final double BURST_SHARE = 1.0 / 20;

    private final double full;
    private double perMinute;
    private double nextNanos = Double.NEGATIVE_INFINITY;
    private double slowedAtNanos = Double.NEGATIVE_INFINITY;
    private double noneBeforeNanos = Double.NEGATIVE_INFINITY;

    /** @param perMinute at least 1 */
    Rate(int perMinute) {
        this.full = perMinute;
        this.perMinute = perMinute;
    }

    /** Takes the next place and says how many nanoseconds after {@code nowNanos} it is, 0 for at once. */
    long reserve(long nowNanos) {
        double interval = NANOS_PER_MINUTE / perMinute;
        double burst = Math.max(1, full * BURST_SHARE) * (NANOS_PER_MINUTE / full);
        double earliest = Math.max(noneBeforeNanos, nowNanos - burst + interval);
        double at = Math.max(nextNanos, earliest);
        nextNanos = at + interval;
        return (long) Math.max(0, at - nowNanos);
    }

    void slowDown(long nowNanos) {
        if (nowNanos - slowedAtNanos >= TOGETHER_NANOS) {
            perMinute = Math.max(full * LEAST_SHARE, perMinute / 2);
            slowedAtNanos = nowNanos;
        }
    }

    /** Gives no place before then, and no burst right after. */
    void pause(long untilNanos) {
        noneBeforeNanos = Math.max(noneBeforeNanos, (double) untilNanos);
    }

    void speedUp() {
        perMinute = Math.min(full, perMinute + full * SHARE_OF_AN_ANSWER);
    }

    double perMinute() {
        return perMinute;
    }
}
