package io.lokitempo.analyzer.poll;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LogServices;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.QueryResult;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Loki, asked at the pace that an operator allows. */
final class LokiLogs implements LogStore {
    private static final int LONGEST_NAME = 256;
    /** Structured metadata of every line since Loki 3.1; absent where its discovery is off. */
    private static final String LEVEL = "detected_level";

    private final LokiClient loki;
    private final LogServices services;
    private final Pace pace;

    LokiLogs(LokiClient loki, LogServices services, Pace pace) {
        this.loki = loki;
        this.services = services;
        this.pace = pace;
    }

    @Override
    public Reply<List<LogLine>> page(String selector, long startNanos, long endNanos, int limit) {
        RangeQuery query = RangeQuery.logs(selector, startNanos, endNanos, limit, Direction.FORWARD);
        return whole(pace.ask("page", () -> loki.lines(query))).map(QueryResult.Lines::lines);
    }

    @Override
    public Reply<List<Map<String, String>>> streams(String selector, TimeWindow window) {
        return whole(pace.ask("series", () -> loki.series(selector, window)));
    }

    @Override
    public Reply<Optional<Duration>> retention() {
        return pace.ask("limits", loki::limits)
                .map(limits -> Optional.ofNullable(limits.retentionSeconds()).map(Duration::ofSeconds));
    }

    @Override
    public Reply<Map<ServiceName, List<String>>> services(TimeWindow window) {
        return pace.ask("services", () -> services.discover(window));
    }

    @Override
    public Reply<List<String>> selectors(ServiceName service, TimeWindow window) {
        return whole(pace.ask("selectors", () -> services.selectorsOf(service, window)));
    }

    @Override
    public Reply<Map<ServiceName, Long>> counts(TimeWindow window) {
        Map<ServiceName, Long> counts = new HashMap<>();
        for (Map.Entry<String, String> streams : services.selectorsByLabel().entrySet()) {
            String label = streams.getKey();
            String logql = "sum by (" + label + ") (" + countOverTime(streams.getValue(), window) + ")";
            Reply<QueryResult.Vector> reply = instant(logql, window);
            if (!(reply instanceof Reply.Answered<QueryResult.Vector>(QueryResult.Vector vector, List<String> _))) {
                return reply.map(_ -> Map.of());
            }
            for (QueryResult.Sample sample : vector.samples()) {
                String name = sample.labels().getOrDefault(label, "");
                if (!name.isBlank() && name.length() <= LONGEST_NAME) {
                    counts.merge(new ServiceName(name), Math.round(sample.value()), Long::sum);
                }
            }
        }
        return new Reply.Answered<>(counts);
    }

    @Override
    public Reply<Long> count(List<String> selectors, TimeWindow window) {
        long count = 0;
        for (String selector : selectors) {
            Reply<QueryResult.Vector> reply = instant("sum(" + countOverTime(selector, window) + ")", window);
            if (!(reply instanceof Reply.Answered<QueryResult.Vector>(QueryResult.Vector vector, List<String> _))) {
                return reply.map(_ -> 0L);
            }
            count += vector.samples().stream()
                    .mapToLong(sample -> Math.round(sample.value()))
                    .sum();
        }
        return new Reply.Answered<>(count);
    }

    @Override
    public Reply<Map<LogLevel, Long>> levels(List<String> selectors, TimeWindow window) {
        Map<LogLevel, Long> levels = new EnumMap<>(LogLevel.class);
        for (String selector : selectors) {
            String logql = "sum by (" + LEVEL + ") (" + countOverTime(selector, window) + ")";
            Reply<QueryResult.Vector> reply = instant(logql, window);
            if (!(reply instanceof Reply.Answered<QueryResult.Vector>(QueryResult.Vector vector, List<String> _))) {
                return reply.map(_ -> Map.of());
            }
            for (QueryResult.Sample sample : vector.samples()) {
                LogLevel level = LogLevel.of(sample.labels().getOrDefault(LEVEL, ""));
                levels.merge(level, Math.round(sample.value()), Long::sum);
            }
        }
        return new Reply.Answered<>(levels);
    }

    private static String countOverTime(String selector, TimeWindow window) {
        return "count_over_time(" + selector + "[" + window.length().toSeconds() + "s])";
    }

    /** A range aggregation covers {@code (at - range, at]}; a nanosecond before the end makes it {@code [start, end)}. */
    private Reply<QueryResult.Vector> instant(String logql, TimeWindow window) {
        Instant at = window.end().minusNanos(1);
        return whole(pace.ask("count", () -> loki.instant(logql, at)));
    }

    private static <T> Reply<T> whole(Reply<T> reply) {
        return reply instanceof Reply.Answered<T>(T _, List<String> warnings) && !warnings.isEmpty()
                ? new Reply.Refused<>(200, "a partial answer: " + String.join("; ", warnings))
                : reply;
    }
}
