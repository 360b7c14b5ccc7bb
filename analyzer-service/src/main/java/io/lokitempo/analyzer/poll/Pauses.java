package io.lokitempo.analyzer.poll;

import java.time.Duration;

/** How long to wait before trying again: not at all while there is work, a moment when idle, longer with each failure. */
final class Pauses {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private int failures;

    Duration after(boolean busy) {
        failures = 0;
        return busy ? Duration.ZERO : IDLE;
    }

    /** Half a second, doubled with each failure in a row. */
    Duration afterFailure() {
        Duration pause = IDLE.multipliedBy(1L << Math.min(failures++, 6));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
