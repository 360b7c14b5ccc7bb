package io.lokitempo.telemetry;

import java.time.Instant;

/** Nanoseconds since the epoch as a {@code long}: what Loki and Tempo count in. Exact from 1677 to 2262. */
public final class Nanos {
    private static final long PER_SECOND = 1_000_000_000L;

    private Nanos() {}

    /** @throws ArithmeticException outside 1677 to 2262 */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    }

    public static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }
}
