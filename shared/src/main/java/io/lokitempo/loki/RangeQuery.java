package io.lokitempo.loki;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A query over a range of time. Log queries cover {@code [startNanos, endNanos)}; each point of a metric query covers
 * {@code (point - range, point]}.
 *
 * @param limit entries at most, over all streams; ignored by metric queries
 * @param step between the points of a metric query; null lets Loki choose
 */
public record RangeQuery(
        String logql,
        long startNanos,
        long endNanos,
        int limit,
        Direction direction,
        @Nullable Duration step) {
    public static RangeQuery logs(String logql, long startNanos, long endNanos, int limit, Direction direction) {
        return new RangeQuery(logql, startNanos, endNanos, limit, direction, null);
    }

    public static RangeQuery metric(String logql, long startNanos, long endNanos, Duration step) {
        return new RangeQuery(logql, startNanos, endNanos, 100, Direction.BACKWARD, step);
    }
}
