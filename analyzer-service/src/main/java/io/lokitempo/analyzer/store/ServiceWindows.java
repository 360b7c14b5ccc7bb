package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code service_window}: requests of an operation in a window. */
final class ServiceWindows implements Sink<ServiceWindow> {
    private static final String REPLACE = """
            insert into service_window as w select * from json_populate_recordset(null::service_window, ?::json)
            on conflict (tenant, backend, service, window_start, operation, kind, version) do update set
                window_end = excluded.window_end, revision = excluded.revision, requests = excluded.requests,
                errors = excluded.errors, latency = excluded.latency, p50_nanos = excluded.p50_nanos,
                p95_nanos = excluded.p95_nanos, p99_nanos = excluded.p99_nanos, max_nanos = excluded.max_nanos,
                sum_nanos = excluded.sum_nanos, self_nanos = excluded.self_nanos, exemplars = excluded.exemplars,
                sampling = excluded.sampling
            where excluded.revision > w.revision
            returning tenant, backend, service, window_start
            """;

    private final JdbcClient jdbc;
    private final Services services;
    private final DueHours due;

    ServiceWindows(JdbcClient jdbc, Services services) {
        this.jdbc = jdbc;
        this.services = services;
        this.due = new DueHours(jdbc);
    }

    @Override
    public Topic<ServiceWindow> topic() {
        return Topic.SERVICE_WINDOWS;
    }

    @Override
    public Instant partitionOf(ServiceWindow value) {
        return value.window().start();
    }

    @Override
    public void write(List<ServiceWindow> values) {
        List<ServiceWindow> newest = Rows.onePer(
                value -> Keys.of(value) + "@" + value.window().start(),
                (a, b) -> b.revision() > a.revision() ? b : a,
                values);
        due.mark(jdbc.sql(REPLACE)
                .param(Rows.json(newest.stream().map(Row::of).toList()))
                .query((row, _) -> ServiceHour.of(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .list());
        services.servedIn(newest.stream()
                .filter(w -> w.stats().requests() > 0)
                .map(w -> new Services.Sighting(w.scope(), w.stats().operation().service(), w.window()))
                .toList());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String service,
            String operation,
            SpanKind kind,
            String version,
            Instant windowStart,
            Instant windowEnd,
            int revision,
            long requests,
            long errors,
            String latency,
            long p50Nanos,
            long p95Nanos,
            long p99Nanos,
            long maxNanos,
            long sumNanos,
            long selfNanos,
            List<Exemplar> exemplars,
            Sampling sampling) {
        static Row of(ServiceWindow value) {
            OperationStats stats = value.stats();
            LatencySketch latency = stats.latency();
            return new Row(
                    value.scope().tenant().value(),
                    value.scope().backend(),
                    stats.operation().service().value(),
                    stats.operation().name(),
                    stats.operation().kind(),
                    stats.operation().version(),
                    value.window().start(),
                    value.window().end(),
                    value.revision(),
                    stats.requests(),
                    stats.errors(),
                    Rows.bytes(latency.encode()),
                    latency.quantileNanos(.50),
                    latency.quantileNanos(.95),
                    latency.quantileNanos(.99),
                    latency.maxNanos(),
                    (long) latency.sumNanos(),
                    stats.selfNanos(),
                    stats.exemplars(),
                    value.sampling());
        }
    }
}
