package io.lokitempo.loki;

import io.lokitempo.telemetry.LogLine;
import java.util.List;
import java.util.Map;

/** What a LogQL query evaluates to: lines, or numbers over time, or numbers at one time. */
public sealed interface QueryResult {
    /**
     * Entries of a log query.
     *
     * @param lines of all streams together, in the query's direction by time; equal times in the order received
     * @param stats what the query cost the server
     */
    record Lines(List<LogLine> lines, QueryStats stats) implements QueryResult {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** Series of a metric query over a range. Windows without data have no point. */
    record Matrix(List<Series> series, QueryStats stats) implements QueryResult {
        public Matrix {
            series = List.copyOf(series);
        }
    }

    /** One value a series, of an instant query. A scalar is one series without labels. */
    record Vector(List<Sample> samples, QueryStats stats) implements QueryResult {
        public Vector {
            samples = List.copyOf(samples);
        }
    }

    record Series(Map<String, String> labels, List<Point> points) {
        public Series {
            labels = Map.copyOf(labels);
            points = List.copyOf(points);
        }
    }

    /** @param value may be NaN or infinite */
    record Point(long timeMillis, double value) {}

    record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /** @param bytesProcessed decompressed bytes that the server read */
    record QueryStats(long bytesProcessed, long linesProcessed, double execSeconds) {
        public static final QueryStats NONE = new QueryStats(0, 0, 0);
    }
}
