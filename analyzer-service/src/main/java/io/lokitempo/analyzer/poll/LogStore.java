package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What polling needs of Loki. */
interface LogStore {
    /** The earliest {@code limit} lines of {@code [startNanos, endNanos)}, in order of time. */
    Reply<List<LogLine>> page(String selector, long startNanos, long endNanos, int limit);

    /** Label sets of the streams with lines in the window, and perhaps of more. */
    Reply<List<Map<String, String>>> streams(String selector, TimeWindow window);

    /** Lines by value of the label in {@code [start, end)}; absent values have none. */
    Reply<Map<String, Long>> counts(String selector, String label, TimeWindow window);

    /** Services that sent lines in the window. */
    Reply<List<LogService>> services(TimeWindow window);

    /** Whether answers reach back to {@code instant}; false where the server's limits say that they do not. */
    default boolean keeps(Instant instant) {
        return true;
    }
}
