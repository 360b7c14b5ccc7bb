package io.lokitempo.analyzer.poll;

/**
 * How many queries a minute may be sent: a bound that halves where a server says "too many" and recovers by a twentieth
 * of the full rate with every answer. Time is an argument. Not for use by several threads at once.
 */
final class Rate {
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double LEAST_SHARE = 1.0 / 64;
    /** Queries that may go out together after a pause, as a share of a minute's. */
    private static final double BURST_SHARE = 1.0 / 20;

    private final double full;
    private double perMinute;
    private double nextNanos = Double.NEGATIVE_INFINITY;

    /** @param perMinute at least 1 */
    Rate(int perMinute) {
        this.full = perMinute;
        this.perMinute = perMinute;
    }

    /** Takes the next place and says how many nanoseconds after {@code nowNanos} it is, 0 for at once. */
    long reserve(long nowNanos) {
        double interval = NANOS_PER_MINUTE / perMinute;
        double burst = Math.max(1, full * BURST_SHARE) * (NANOS_PER_MINUTE / full);
        double at = Math.max(nextNanos, nowNanos - burst + interval);
        nextNanos = at + interval;
        return (long) Math.max(0, at - nowNanos);
    }

    void slowDown() {
        perMinute = Math.max(full * LEAST_SHARE, perMinute / 2);
    }

    void speedUp() {
        perMinute = Math.min(full, perMinute + full / 20);
    }

    double perMinute() {
        return perMinute;
    }
}
