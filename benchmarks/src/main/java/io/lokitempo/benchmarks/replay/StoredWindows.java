package io.lokitempo.benchmarks.replay;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.FindingJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * What the analyzer's topics held, as far as PostgreSQL still knows: each window as it was last revised, not each of its
 * revisions; without the lines that made patterns, and so without the changes that only lines tell of.
 *
 * <p>A service without requests in a minute has no row. That it was silent, and not unread, is taken from another service
 * of its scope that has rows of that minute.
 */
final class StoredWindows {
    private static final String RANGE = " where window_start >= ? and window_start < ? ";

    private final JdbcClient jdbc;
    private final Map<String, LogPattern> successions;
    /** Whose requests were ever seen, by scope: silence is told of them alone. */
    private final Map<Scope, Set<ServiceName>> traced = new HashMap<>();

    StoredWindows(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.successions = successions();
    }

    /** A record of a topic: {@link LogPattern}, {@link PatternCounts} or {@link SpanWindow}. */
    record Arrival(Instant at, Object value) {}

    /** Tells what came of windows that began in a stretch of time, in the order of their ends. */
    void tell(TimeWindow stretch, Consumer<Arrival> listener) {
        TreeMap<Instant, List<Object>> byEnd = new TreeMap<>();
        lines(stretch).forEach(counts -> at(byEnd, counts.window().end()).add(counts));
        spans(stretch).forEach(spans -> at(byEnd, spans.window().end()).add(spans));
        byEnd.forEach((end, values) -> values.forEach(value -> {
            if (value instanceof PatternCounts counts) {
                counts.patterns().stream()
                        .map(pattern -> successions.remove(pattern.patternId()))
                        .filter(java.util.Objects::nonNull)
                        .forEach(old -> listener.accept(new Arrival(end, old)));
            }
            listener.accept(new Arrival(end, value));
        }));
    }

    private static List<Object> at(Map<Instant, List<Object>> byEnd, Instant end) {
        return byEnd.computeIfAbsent(end, _ -> new ArrayList<>());
    }

    /** Patterns that another succeeded, by that other's id: told before its first window. */
    private Map<String, LogPattern> successions() {
        Map<String, LogPattern> found = new HashMap<>();
        jdbc.sql("select * from log_pattern where successor is not null order by id")
                .query(row -> {
                    found.put(
                            row.getString("successor"),
                            new LogPattern(
                                    row.getString("id"),
                                    scope(row),
                                    new ServiceName(row.getString("service")),
                                    row.getString("template"),
                                    LogLevel.valueOf(row.getString("level")),
                                    instant(row, "first_seen"),
                                    row.getString("sample"),
                                    row.getString("successor")));
                });
        return found;
    }

    private Stream<PatternCounts> lines(TimeWindow stretch) {
        Map<Key, List<PatternCount>> patterns = new HashMap<>();
        jdbc.sql("select * from pattern_count" + RANGE + "order by pattern_id")
                .params(utc(stretch.start()), utc(stretch.end()))
                .query(row -> {
                    patterns.computeIfAbsent(Key.of(row, "service"), _ -> new ArrayList<>())
                            .add(new PatternCount(
                                    row.getString("pattern_id"),
                                    row.getLong("count"),
                                    LogLevel.valueOf(row.getString("level")),
                                    traces(row),
                                    null));
                });
        return jdbc
                .sql("select * from log_window" + RANGE + "order by window_end, tenant, backend, service")
                .params(utc(stretch.start()), utc(stretch.end()))
                .query((row, _) -> new PatternCounts(
                        scope(row),
                        new ServiceName(row.getString("service")),
                        new TimeWindow(instant(row, "window_start"), instant(row, "window_end")),
                        0,
                        row.getLong("total"),
                        row.getLong("other"),
                        FindingJson.MAPPER.readValue(row.getString("levels"), new TypeReference<>() {}),
                        patterns.getOrDefault(Key.of(row, "service"), List.of()),
                        Sampling.valueOf(row.getString("sampling"))))
                .list()
                .stream();
    }

    private List<SpanWindow> spans(TimeWindow stretch) {
        Map<Key, Parts> parts = new LinkedHashMap<>();
        jdbc.sql("select * from service_window" + RANGE
                        + "order by window_start, tenant, backend, service, operation, kind, version")
                .params(utc(stretch.start()), utc(stretch.end()))
                .query(row -> {
                    parts.computeIfAbsent(Key.of(row, "service"), _ -> new Parts())
                            .add(row, operation(row));
                });
        jdbc.sql("select * from service_edge" + RANGE + "order by window_start, tenant, backend, callee, caller")
                .params(utc(stretch.start()), utc(stretch.end()))
                .query(row -> {
                    parts.computeIfAbsent(Key.of(row, "callee"), _ -> new Parts())
                            .add(row, call(row));
                });
        return withSilence(parts);
    }

    private List<SpanWindow> withSilence(Map<Key, Parts> parts) {
        TreeMap<Instant, Map<Scope, Map<ServiceName, Parts>>> minutes = new TreeMap<>();
        parts.forEach((key, one) -> minutes.computeIfAbsent(key.start(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(key.scope(), _ -> new TreeMap<>())
                .put(key.service(), one));
        List<SpanWindow> windows = new ArrayList<>();
        minutes.forEach((start, scopes) -> scopes.forEach((scope, services) -> {
            Set<ServiceName> known = traced.computeIfAbsent(scope, _ -> new LinkedHashSet<>());
            Instant end = services.values().iterator().next().end;
            Set<ServiceName> silent = new HashSet<>(known);
            silent.removeAll(services.keySet());
            services.forEach((service, one) -> windows.add(one.window(scope, service, start, end)));
            silent.stream().sorted().forEach(service -> windows.add(new Parts().window(scope, service, start, end)));
            known.addAll(services.keySet());
        }));
        return windows;
    }

    private static OperationStats operation(ResultSet row) throws SQLException {
        return new OperationStats(
                new Operation(
                        new ServiceName(row.getString("service")),
                        row.getString("operation"),
                        SpanKind.valueOf(row.getString("kind")),
                        row.getString("version")),
                row.getLong("requests"),
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency")),
                row.getLong("self_nanos"),
                List.of(FindingJson.MAPPER.readValue(row.getString("exemplars"), Exemplar[].class)));
    }

    private static CallStats call(ResultSet row) throws SQLException {
        return new CallStats(
                new ServiceName(row.getString("caller")),
                new ServiceName(row.getString("callee")),
                row.getLong("calls"),
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency")));
    }

    private static List<TraceId> traces(ResultSet row) throws SQLException {
        return Stream.of((String[]) row.getArray("traces").getArray())
                .map(TraceId::of)
                .toList();
    }

    private static Scope scope(ResultSet row) throws SQLException {
        return new Scope(new TenantId(row.getString("tenant")), row.getString("backend"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private record Key(Scope scope, ServiceName service, Instant start) {
        static Key of(ResultSet row, String service) throws SQLException {
            return new Key(
                    StoredWindows.scope(row), new ServiceName(row.getString(service)), instant(row, "window_start"));
        }
    }

    /** Of a service's window, while its rows come in. */
    private static final class Parts {
        private final List<OperationStats> operations = new ArrayList<>();
        private final List<CallStats> calls = new ArrayList<>();
        private Sampling sampling = Sampling.EXACT;
        private Instant end = Instant.MIN;

        void add(ResultSet row, OperationStats operation) throws SQLException {
            see(row);
            operations.add(operation);
        }

        void add(ResultSet row, CallStats call) throws SQLException {
            see(row);
            calls.add(call);
        }

        private void see(ResultSet row) throws SQLException {
            Sampling one = Sampling.valueOf(row.getString("sampling"));
            sampling = one.compareTo(sampling) > 0 ? one : sampling;
            end = instant(row, "window_end");
        }

        SpanWindow window(Scope scope, ServiceName service, Instant start, Instant until) {
            return new SpanWindow(scope, service, new TimeWindow(start, until), 0, 1, 0, operations, calls, sampling);
        }
    }
}
