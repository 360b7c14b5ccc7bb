package io.lokitempo.upstream;

import java.time.Clock;
import java.time.Duration;

/**
 * How patient a client is beyond what its endpoint sets.
 *
 * @param firstPause before the first repetition; each further one doubles, half of it up or down by chance
 * @param longestPause that doubling reaches
 * @param circuitPause for which an ill server is left alone
 * @param clock by which the circuit's pause is measured
 */
record Bounds(long maxBodyBytes, Duration firstPause, Duration longestPause, Duration circuitPause, Clock clock) {
    /** The largest answers seen are traces of 50,000 spans, some 60 MB. */
    static final Bounds DEFAULT = new Bounds(
            256L * 1024 * 1024,
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Clock.systemUTC());
}
