package io.lokitempo.finding;

import java.util.List;

/**
 * Requests of one operation in one window.
 *
 * @param requests spans of kind SERVER or CONSUMER that began in the window
 * @param errors of them, those with status error
 * @param latency of all of them, in nanoseconds
 * @param selfNanos sum of the time not spent waiting for child spans, as far as these were seen
 * @param exemplars up to 5: the slowest, errors first
 */
public record OperationStats(
        Operation operation,
        long requests,
        long errors,
        LatencySketch latency,
        long selfNanos,
        List<Exemplar> exemplars) {
    public OperationStats {
        exemplars = List.copyOf(exemplars);
    }
}
