package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.export.Rows;
import io.lokitempo.mcp.export.Source;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All findings of a kind in a window, row by row. They are read in pages that each begin after the last row of the one before,
 * in the order of an index, so that an export of any length holds a thousand rows in memory and no connection between them.
 */
public final class StoredSources {
    private static final int PAGE = 1_000;
    private static final int MOST_GAPS = 5;

    private static final List<String> METRICS = List.of(
            "service",
            "window_start",
            "operation",
            "kind",
            "version",
            "requests",
            "errors",
            "p50_ms",
            "p95_ms",
            "p99_ms",
            "max_ms",
            "sampling");

    private static final List<String> ANOMALIES = List.of(
            "onset",
            "anomaly_id",
            "last_seen",
            "resolved_at",
            "service",
            "operation",
            "kind",
            "severity",
            "state",
            "measure",
            "expected_low",
            "expected_typical",
            "expected_high",
            "observed",
            "score",
            "pattern_id",
            "muted",
            "reason");

    private final Database database;
    private final JdbcClient jdbc;
    private final Findings findings;
    private final Redaction redaction;

    StoredSources(Database database, JdbcClient jdbc, Findings findings, Redaction redaction) {
        this.database = database;
        this.jdbc = jdbc;
        this.findings = findings;
        this.redaction = redaction;
    }

    private record Stored(List<String> columns, Body body) implements Source {
        @FunctionalInterface
        interface Body {
            List<String> rows(Rows rows) throws IOException;
        }

        @Override
        public List<String> rows(Rows rows) throws IOException {
            return body.rows(rows);
        }

        @Override
        public String origin() {
            return "precomputed";
        }
    }

    /** Requests by operation of every closed window, by service and then time. */
    public Source metrics(Scope scope, @Nullable ServiceName service, TimeWindow window) {
        List<Object> before = List.of("", Timestamp.from(window.start()), "", "", "");
        return new Stored(METRICS, rows -> {
            List<String> missing = coverage(scope, SourceId.Kind.TRACES, "", window);
            return paged(
                    rows,
                    missing,
                    before,
                    after -> jdbc.sql("""
                        select service, window_start, operation, kind, version, requests, errors, p50_ms, p95_ms, p99_ms,
                               max_ms, sampling
                        from v_service_windows
                        where tenant = :tenant and backend = :backend
                          and (cast(:service as text) is null or service = :service)
                          and window_start >= :from and window_start < :to and requests > 0
                          and (service, window_start, operation, kind, version) > (:a, :b, :c, :d, :e)
                        order by service, window_start, operation, kind, version
                        limit %d
                        """.formatted(PAGE))
                            .params(parameters(scope, service, window))
                            .param("a", after.get(0))
                            .param("b", after.get(1))
                            .param("c", after.get(2))
                            .param("d", after.get(3))
                            .param("e", after.get(4)));
        });
    }

    /** Anomalies that lasted into the window, by onset. */
    public Source anomalies(Scope scope, @Nullable ServiceName service, TimeWindow window) {
        List<Object> before = List.of(Timestamp.from(Instant.EPOCH), "");
        return new Stored(
                ANOMALIES,
                rows -> paged(
                        rows,
                        new ArrayList<>(),
                        before,
                        after -> jdbc.sql("""
                            select onset, anomaly_id, last_seen, resolved_at, service, operation, kind, severity, state, measure,
                                   expected_low, expected_typical, expected_high, observed, score, pattern_id, muted, reason
                            from v_anomalies
                            where tenant = :tenant and backend = :backend
                              and (cast(:service as text) is null or service = :service)
                              and onset < :to and (state = 'OPEN' or last_seen >= :from)
                              and (onset, anomaly_id) > (:a, :b)
                            order by onset, anomaly_id
                            limit %d
                            """.formatted(PAGE))
                                .params(parameters(scope, service, window))
                                .param("a", after.get(0))
                                .param("b", after.get(1))));
    }

    /** Patterns with a line in the window, most lines first. */
    public Source patterns(Scope scope, @Nullable ServiceName service, TimeWindow window) {
        List<String> columns =
                List.of("pattern_id", "service", "level", "count", "first_seen", "last_seen", "template", "sample");
        return new Stored(columns, rows -> {
            List<PatternTotal> totals = read(findings.patterns(scope, service, window, null));
            for (PatternTotal total : totals) {
                rows.row(List.of(
                        total.pattern().id(),
                        total.pattern().service().value(),
                        total.pattern().level().label(),
                        total.count(),
                        total.pattern().firstSeen().toString(),
                        total.lastWindow().toString(),
                        redaction.apply(total.pattern().template()),
                        redaction.apply(total.pattern().sample())));
            }
            return coverage(scope, SourceId.Kind.LOGS, service == null ? "" : service.value(), window);
        });
    }

    private static Map<String, @Nullable Object> parameters(
            Scope scope, @Nullable ServiceName service, TimeWindow window) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("tenant", scope.tenant().value());
        parameters.put("backend", scope.backend());
        parameters.put("service", service == null ? null : service.value());
        parameters.put("from", Timestamp.from(window.start()));
        parameters.put("to", Timestamp.from(window.end()));
        return parameters;
    }

    private List<String> paged(
            Rows rows,
            List<String> missing,
            List<Object> before,
            Function<List<Object>, JdbcClient.StatementSpec> question)
            throws IOException {
        List<Object> after = before;
        long written = 0;
        while (true) {
            List<Object> from = after;
            Reading<List<List<@Nullable Object>>> page = database.read(() -> question.apply(from)
                    .query((row, _) -> {
                        @Nullable Object[] cells = new Object[row.getMetaData().getColumnCount()];
                        for (int i = 0; i < cells.length; i++) {
                            cells[i] = row.getObject(i + 1);
                        }
                        return Arrays.asList(cells);
                    })
                    .list());
            if (page.whyMissing().isPresent() && written > 0) {
                missing.add("rows after the first " + written + ": "
                        + page.whyMissing().get());
                return missing;
            }
            List<List<@Nullable Object>> cells = read(page);
            for (List<@Nullable Object> row : cells) {
                rows.row(row.stream().map(this::cell).toList());
            }
            written += cells.size();
            if (cells.size() < PAGE) {
                return missing;
            }
            after = key(cells.getLast(), before.size());
        }
    }

    @SuppressWarnings("NullAway") // the columns of a primary key are never null
    private static List<Object> key(List<@Nullable Object> row, int columns) {
        return List.copyOf(row.subList(0, columns));
    }

    private @Nullable Object cell(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Timestamp time -> time.toInstant().toString();
            case String text -> redaction.apply(text);
            default -> value;
        };
    }

    private static <T> T read(Reading<T> reading) {
        return switch (reading) {
            case Reading.Read<T>(T value) -> value;
            case Reading.Missing<T>(String why) ->
                throw new RefusedException(
                        new Refusal(Refusal.Category.UNAVAILABLE, why, "", Call.of("check_environment"), true));
        };
    }

    /** What of the window was not analyzed. */
    private List<String> coverage(Scope scope, SourceId.Kind kind, String service, TimeWindow window) {
        List<String> missing = new ArrayList<>();
        Coverage coverage = read(findings.coverage(scope));
        (service.isEmpty() ? coverage.through(kind) : coverage.logsThrough(service))
                .ifPresentOrElse(
                        through -> {
                            if (through.isBefore(window.end())) {
                                missing.add("not yet analyzed after " + through);
                            }
                        },
                        () -> missing.add("the analyzer has read nothing of this"));
        coverage.sources().stream()
                .filter(source -> source.kind() == kind)
                .filter(source -> service.isEmpty() || source.name().equals(service))
                .flatMap(source -> source.gaps().stream())
                .filter(gap -> gap.window().overlaps(window))
                .limit(MOST_GAPS)
                .forEach(gap -> missing.add("gap " + gap.window() + ": " + gap.reason()));
        return missing;
    }
}
