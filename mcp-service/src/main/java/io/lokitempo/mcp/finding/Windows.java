package io.lokitempo.mcp.finding;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.FindingJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Questions over closed windows, in SQL. A window belongs to a range where it starts in it. Sketches are merged here,
 * row by row, because percentiles of rows cannot be; a stream of rows holds its connection until it is closed.
 */
class Windows {
    private final JdbcClient jdbc;

    Windows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A pattern's lines in a range, before its template is known. */
    record PatternSum(String patternId, long count, Instant lastWindow, List<TraceId> traces) {}

    Collection<OperationTotal> operations(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        Map<Operation, OperationTotal> totals = new LinkedHashMap<>();
        try (Stream<OperationTotal> rows =
                ranged("""
                select service, operation, kind, version, window_start, requests, errors, latency, mean_self_ms,
                       exemplars, sampling
                from v_service_windows
                where tenant = :tenant and backend = :backend and (cast(:service as text) is null or service = :service)
                  and window_start >= :from and window_start < :to and requests > 0
                """, scope, service, range).query((row, _) -> operation(row)).stream()) {
            rows.forEach(total -> totals.merge(total.operation(), total, OperationTotal::plus));
        }
        return totals.values();
    }

    Collection<CallTotal> calls(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        Map<String, CallTotal> totals = new LinkedHashMap<>();
        try (Stream<CallTotal> rows = ranged("""
                select caller, callee, calls, errors, latency
                from v_service_edges
                where tenant = :tenant and backend = :backend
                  and (cast(:service as text) is null or caller = :service or callee = :service)
                  and window_start >= :from and window_start < :to and calls > 0
                """, scope, service, range).query((row, _) -> call(row)).stream()) {
            rows.forEach(total ->
                    totals.merge(total.stats().caller() + "\n" + total.stats().callee(), total, CallTotal::plus));
        }
        return totals.values();
    }

    List<PatternSum> patterns(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return ranged("""
                select pattern_id, sum(count)::bigint as count, max(window_start) as last_window,
                       max(traces) filter (where cardinality(traces) > 0) as traces
                from v_pattern_counts
                where tenant = :tenant and backend = :backend and (cast(:service as text) is null or service = :service)
                  and window_start >= :from and window_start < :to
                group by pattern_id
                """, scope, service, range)
                .query((row, _) -> new PatternSum(
                        row.getString("pattern_id"),
                        row.getLong("count"),
                        row.getTimestamp("last_window").toInstant(),
                        traces(row)))
                .list();
    }

    List<LineTotal> lines(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return ranged("""
                select service, count(*) as windows, sum(lines)::bigint as lines, sum(error_lines)::bigint as errors,
                       sum(warn_lines)::bigint as warnings, sum(other)::bigint as other
                from v_log_windows
                where tenant = :tenant and backend = :backend and (cast(:service as text) is null or service = :service)
                  and window_start >= :from and window_start < :to
                group by service
                order by service
                """, scope, service, range)
                .query((row, _) -> new LineTotal(
                        new ServiceName(row.getString("service")),
                        row.getLong("windows"),
                        row.getLong("lines"),
                        row.getLong("errors"),
                        row.getLong("warnings"),
                        row.getLong("other")))
                .list();
    }

    /** Starts of the windows with a line, ascending. */
    List<Instant> active(Scope scope, ServiceName service, TimeWindow range) {
        return ranged("""
                select window_start
                from v_log_windows
                where tenant = :tenant and backend = :backend and service = :service
                  and window_start >= :from and window_start < :to and lines > 0
                order by window_start
                """, scope, service, range)
                .query((row, _) -> row.getTimestamp("window_start").toInstant())
                .list();
    }

    Coverage coverage(Scope scope) {
        return new Coverage(of("""
                select kind, source, analyzed_through, lag_seconds, updated_at, read, gaps
                from v_coverage
                where tenant = :tenant and backend = :backend
                order by kind, source
                """, scope).query((row, _) -> source(row)).list());
    }

    /** Scopes that have findings, as {@link Scope#toString} writes them. */
    List<String> scopes() {
        return jdbc.sql("select distinct tenant || '/' || backend from v_coverage order by 1")
                .query(String.class)
                .list();
    }

    private JdbcClient.StatementSpec of(String sql, Scope scope) {
        return jdbc.sql(sql).param("tenant", scope.tenant().value()).param("backend", scope.backend());
    }

    private JdbcClient.StatementSpec ranged(String sql, Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return of(sql, scope)
                .param("service", service == null ? null : service.value())
                .param("from", Timestamp.from(range.start()))
                .param("to", Timestamp.from(range.end()));
    }

    private static OperationTotal operation(ResultSet row) throws SQLException {
        long requests = row.getLong("requests");
        Operation operation = new Operation(
                new ServiceName(row.getString("service")),
                row.getString("operation"),
                SpanKind.of(row.getString("kind")),
                row.getString("version"));
        OperationStats stats = new OperationStats(
                operation,
                requests,
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency")),
                Math.round(row.getDouble("mean_self_ms") * 1e6 * (double) requests),
                List.of(FindingJson.MAPPER.readValue(row.getString("exemplars"), Exemplar[].class)));
        return new OperationTotal(
                stats,
                Sampling.valueOf(row.getString("sampling")),
                row.getTimestamp("window_start").toInstant());
    }

    private static CallTotal call(ResultSet row) throws SQLException {
        return new CallTotal(new CallStats(
                new ServiceName(row.getString("caller")),
                new ServiceName(row.getString("callee")),
                row.getLong("calls"),
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency"))));
    }

    private static List<TraceId> traces(ResultSet row) throws SQLException {
        java.sql.Array array = row.getArray("traces");
        return array == null
                ? List.of()
                : Arrays.stream((String[]) array.getArray()).map(TraceId::of).toList();
    }

    private static Coverage.Source source(ResultSet row) throws SQLException {
        return new Coverage.Source(
                SourceId.Kind.valueOf(row.getString("kind")),
                row.getString("source"),
                row.getTimestamp("analyzed_through").toInstant(),
                Duration.ofSeconds(row.getLong("lag_seconds")),
                row.getTimestamp("updated_at").toInstant(),
                List.of(FindingJson.MAPPER.readValue(row.getString("read"), TimeWindow[].class)),
                List.of(FindingJson.MAPPER.readValue(row.getString("gaps"), Gap[].class)));
    }
}
