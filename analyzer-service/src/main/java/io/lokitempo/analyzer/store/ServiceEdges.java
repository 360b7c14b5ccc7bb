package io.lokitempo.analyzer.store;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.ServiceEdge;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code service_edge}: calls between two services in a window. */
final class ServiceEdges implements Sink<ServiceEdge> {
    private static final String REPLACE = """
            insert into service_edge as e select * from json_populate_recordset(null::service_edge, ?::json)
            on conflict (tenant, backend, callee, window_start, caller) do update set
                window_end = excluded.window_end, revision = excluded.revision, calls = excluded.calls,
                errors = excluded.errors, latency = excluded.latency, p50_nanos = excluded.p50_nanos,
                p95_nanos = excluded.p95_nanos, p99_nanos = excluded.p99_nanos, max_nanos = excluded.max_nanos,
                sampling = excluded.sampling
            where excluded.revision > e.revision
            """;

    private final JdbcClient jdbc;

    ServiceEdges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<ServiceEdge> topic() {
        return Topic.SERVICE_EDGES;
    }

    @Override
    public Instant partitionOf(ServiceEdge edge) {
        return edge.window().start();
    }

    @Override
    public void write(List<ServiceEdge> values) {
        List<ServiceEdge> newest = Rows.onePer(
                edge -> Keys.of(edge) + "@" + edge.window().start(),
                (a, b) -> b.revision() > a.revision() ? b : a,
                values);
        jdbc.sql(REPLACE)
                .param(Rows.json(newest.stream().map(Row::of).toList()))
                .update();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String caller,
            String callee,
            Instant windowStart,
            Instant windowEnd,
            int revision,
            long calls,
            long errors,
            String latency,
            long p50Nanos,
            long p95Nanos,
            long p99Nanos,
            long maxNanos,
            Sampling sampling) {
        static Row of(ServiceEdge edge) {
            CallStats stats = edge.stats();
            LatencySketch latency = stats.latency();
            return new Row(
                    edge.scope().tenant().value(),
                    edge.scope().backend(),
                    stats.caller().value(),
                    stats.callee().value(),
                    edge.window().start(),
                    edge.window().end(),
                    edge.revision(),
                    stats.calls(),
                    stats.errors(),
                    Rows.bytes(latency.encode()),
                    latency.quantileNanos(.50),
                    latency.quantileNanos(.95),
                    latency.quantileNanos(.99),
                    latency.maxNanos(),
                    edge.sampling());
        }
    }
}
