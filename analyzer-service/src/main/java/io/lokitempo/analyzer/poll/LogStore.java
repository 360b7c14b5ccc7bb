package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What polling needs of Loki. An answer that the server calls partial counts as refused: it may lack lines. */
interface LogStore {
    /** The earliest {@code limit} lines of {@code [startNanos, endNanos)}, in order of time. */
    Reply<List<LogLine>> page(String selector, long startNanos, long endNanos, int limit);

    /** Label sets of the streams with lines in the window, and perhaps of more. */
    Reply<List<Map<String, String>>> streams(String selector, TimeWindow window);

    /** How long lines are kept; empty where that is for ever, or not told. */
    Reply<Optional<Duration>> retention();

    /** Services that sent lines in the window, with the selectors that together hold each of its lines once. */
    Reply<Map<ServiceName, List<String>>> services(TimeWindow window);

    /** The same for one service. */
    Reply<List<String>> selectors(ServiceName service, TimeWindow window);

    /** Lines of {@code [start, end)} by service; a service that is absent has none. Whole seconds. */
    Reply<Map<ServiceName, Long>> counts(TimeWindow window);

    /** Lines of {@code [start, end)} that the selectors hold. Whole seconds. */
    Reply<Long> count(List<String> selectors, TimeWindow window);

    /** The same by the level that the server found in them. */
    Reply<Map<LogLevel, Long>> levels(List<String> selectors, TimeWindow window);
}
