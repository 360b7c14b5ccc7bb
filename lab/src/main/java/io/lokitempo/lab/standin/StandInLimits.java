package io.lokitempo.lab.standin;

import io.lokitempo.lab.standin.query.Bounds;
import java.time.Duration;

/**
 * What a stand-in keeps and how long it works on one query. Beyond a budget the oldest telemetry is dropped.
 *
 * @param retention age at which lines and traces are dropped
 * @param maxLines lines kept, about 60 bytes of heap each
 * @param maxSpans spans kept, about 300 bytes of heap each
 * @param queryTimeout time after which a query is ended with an error
 */
public record StandInLimits(Duration retention, int maxLines, int maxSpans, Duration queryTimeout) {
    public static final StandInLimits DEFAULT =
            new StandInLimits(Duration.ofDays(7), 3_000_000, 500_000, Duration.ofSeconds(30));

    public StandInLimits {
        if (!retention.isPositive() || maxLines < 1 || maxSpans < 1 || !queryTimeout.isPositive()) {
            throw new IllegalArgumentException("retention, maxLines, maxSpans and queryTimeout must be positive");
        }
    }

    Bounds ofLines() {
        return new Bounds(retention, maxLines, queryTimeout);
    }

    Bounds ofSpans() {
        return new Bounds(retention, maxSpans, queryTimeout);
    }
}
