package io.lokitempo.mcp.finding;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.LogLevel;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Questions over closed windows, in SQL. A window belongs to a range where it starts in it. Percentiles of rows cannot be
 * merged, but their sketches can: the database puts the bytes of a group's sketches end to end, which is the sketch of all.
 */
class Windows {
    /**
     * A row of a long range holds its operation's or edge's sketches of every minute, some megabytes: so few are taken from the
     * database at a time, and decoded before the next ones.
     */
    private static final int LONG_ROWS = 4;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    /** @param transactions as PostgreSQL's driver takes all rows at once outside of one */
    Windows(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    private <T> List<T> read(TimeWindow range, JdbcClient.StatementSpec question, RowMapper<T> mapper) {
        if (!RequestRows.isLong(range)) {
            return question.query(mapper).list();
        }
        List<T> rows = transactions.execute(
                _ -> question.withFetchSize(LONG_ROWS).query(mapper).list());
        return rows == null ? List.of() : rows;
    }

    /** A pattern's lines in a range, before its template is known. */
    record PatternSum(String patternId, long count, Instant lastWindow, List<TraceId> traces) {}

    /** Most requests first, of as many those that failed more. */
    List<OperationTotal> operations(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        RequestRows rows = RequestRows.of(range, of(services));
        JdbcClient.StatementSpec question =
                of("""
                select service, operation, kind, version, sum(requests)::bigint as requests, sum(errors)::bigint as errors,
                       string_agg(latency, ''::bytea) as latency,
                       sum(round(mean_self_ms * 1e6 * requests))::bigint as self_nanos,
                       array_agg(distinct sampling) as samplings
                from (%s) w
                group by service, operation, kind, version
                order by requests desc, errors desc, service, operation, kind, version
                """.formatted(rows.sql()), scope, services).params(rows.parameters());
        return read(range, question, (row, _) -> operation(row));
    }

    /** The trace that tells most of a range: one that failed before any that did not, then the slowest, as in every row. */
    Optional<Exemplar> worst(Scope scope, ServiceName service, @Nullable String operation, TimeWindow range) {
        Set<ServiceName> services = Set.of(service);
        RequestRows rows = RequestRows.of(range, of(services));
        return of("""
                select e ->> 'traceId' as trace, (e ->> 'durationNanos')::bigint as nanos, (e ->> 'error')::boolean as error
                from (%s) w, lateral (select exemplars -> 0 as e) first
                where e is not null%s
                order by error desc, nanos desc, trace
                limit 1
                """.formatted(rows.sql(), operation == null ? "" : " and operation = :operation"), scope, services)
                .params(rows.parameters())
                .param("operation", operation)
                .query((row, _) ->
                        new Exemplar(TraceId.of(row.getString("trace")), row.getLong("nanos"), row.getBoolean("error")))
                .optional();
    }

    /** Most calls first, of as many those that failed more. */
    List<CallTotal> calls(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        JdbcClient.StatementSpec question = ranged(
                """
                select caller, callee, sum(calls)::bigint as calls, sum(errors)::bigint as errors,
                       string_agg(latency, ''::bytea) as latency
                from v_service_edges
                where tenant = :tenant and backend = :backend%s
                  and window_start >= :from and window_start < :to and calls > 0
                group by caller, callee
                order by calls desc, errors desc, caller, callee
                """.formatted(services == null ? "" : " and (caller = any(:services) or callee = any(:services))"),
                scope,
                services,
                range);
        return read(range, question, (row, _) -> call(row));
    }

    List<PatternSum> patterns(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return ranged("""
                select pattern_id, sum(count)::bigint as count, max(window_start) as last_window,
                       max(traces) filter (where cardinality(traces) > 0) as traces
                from v_pattern_counts
                where tenant = :tenant and backend = :backend%s
                  and window_start >= :from and window_start < :to
                group by pattern_id
                """.formatted(of(services)), scope, services, range)
                .query((row, _) -> new PatternSum(
                        row.getString("pattern_id"),
                        row.getLong("count"),
                        row.getTimestamp("last_window").toInstant(),
                        traces(row)))
                .list();
    }

    /** Templates by their ids; ids that nobody knows are left out. */
    List<LogPattern> templates(Scope scope, Collection<String> ids) {
        return of("""
                select pattern_id, service, template, level, sample, first_seen, successor
                from v_log_patterns
                where tenant = :tenant and backend = :backend and pattern_id = any(:ids)
                """, scope)
                .param("ids", new SqlArrayValue("text", ids.toArray()))
                .query((row, _) -> new LogPattern(
                        row.getString("pattern_id"),
                        scope,
                        new ServiceName(row.getString("service")),
                        row.getString("template"),
                        LogLevel.valueOf(row.getString("level")),
                        row.getTimestamp("first_seen").toInstant(),
                        row.getString("sample"),
                        row.getString("successor")))
                .list();
    }

    List<LineTotal> lines(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return ranged("""
                select service, count(*) as windows, sum(lines)::bigint as lines, sum(error_lines)::bigint as errors,
                       sum(warn_lines)::bigint as warnings, sum(other)::bigint as other
                from v_log_windows
                where tenant = :tenant and backend = :backend%s
                  and window_start >= :from and window_start < :to
                group by service
                order by service
                """.formatted(of(services)), scope, services, range)
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
                where tenant = :tenant and backend = :backend and service = any(:services)
                  and window_start >= :from and window_start < :to and lines > 0
                order by window_start
                """, scope, Set.of(service), range)
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

    /** A condition that is there or not, where one that may be true of all would be planned for all. */
    private static String of(@Nullable Set<ServiceName> services) {
        return services == null ? "" : " and service = any(:services)";
    }

    private JdbcClient.StatementSpec of(String sql, Scope scope) {
        return jdbc.sql(sql).param("tenant", scope.tenant().value()).param("backend", scope.backend());
    }

    private JdbcClient.StatementSpec of(String sql, Scope scope, @Nullable Set<ServiceName> services) {
        return of(sql, scope).param("services", services == null ? null : names(services));
    }

    private JdbcClient.StatementSpec ranged(
            String sql, Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return of(sql, scope, services)
                .param("from", Timestamp.from(range.start()))
                .param("to", Timestamp.from(range.end()));
    }

    private static SqlArrayValue names(Set<ServiceName> services) {
        return new SqlArrayValue(
                "text", services.stream().map(ServiceName::value).sorted().toArray());
    }

    private static OperationTotal operation(ResultSet row) throws SQLException {
        return new OperationTotal(
                new Operation(
                        new ServiceName(row.getString("service")),
                        row.getString("operation"),
                        SpanKind.of(row.getString("kind")),
                        row.getString("version")),
                row.getLong("requests"),
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency")),
                row.getLong("self_nanos"),
                Arrays.stream((String[]) row.getArray("samplings").getArray())
                        .map(Sampling::valueOf)
                        .max(Comparator.naturalOrder())
                        .orElse(Sampling.EXACT));
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
