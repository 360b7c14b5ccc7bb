package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code anomaly}: the newest state of each. */
final class Anomalies implements Sink<Anomaly> {
    private static final String REPLACE = """
            insert into anomaly as a select * from json_populate_recordset(null::anomaly, ?::json)
            on conflict (tenant, backend, id) do update set
                revision = excluded.revision, state = excluded.state, severity = excluded.severity,
                onset = excluded.onset, last_seen = excluded.last_seen, resolved_at = excluded.resolved_at,
                measure = excluded.measure, expected_low = excluded.expected_low,
                expected_typical = excluded.expected_typical, expected_high = excluded.expected_high,
                observed = excluded.observed, score = excluded.score, reason = excluded.reason,
                evidence = excluded.evidence, muted = excluded.muted
            where excluded.revision > a.revision
            """;

    private final JdbcClient jdbc;

    Anomalies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<Anomaly> topic() {
        return Topic.ANOMALIES;
    }

    @Override
    public void write(List<Anomaly> values) {
        List<Anomaly> newest =
                Rows.onePer(a -> a.scope() + "/" + a.id(), (a, b) -> b.revision() > a.revision() ? b : a, values);
        jdbc.sql(REPLACE)
                .param(Rows.json(newest.stream().map(Row::of).toList()))
                .update();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String id,
            int revision,
            String service,
            String operation,
            AnomalyKind kind,
            @Nullable String patternId,
            State state,
            Severity severity,
            Instant onset,
            Instant lastSeen,
            @Nullable Instant resolvedAt,
            String measure,
            double expectedLow,
            double expectedTypical,
            double expectedHigh,
            double observed,
            double score,
            String reason,
            Anomaly.Evidence evidence,
            boolean muted) {
        static Row of(Anomaly anomaly) {
            return new Row(
                    anomaly.scope().tenant().value(),
                    anomaly.scope().backend(),
                    anomaly.id(),
                    anomaly.revision(),
                    anomaly.service().value(),
                    anomaly.operation(),
                    anomaly.kind(),
                    anomaly.patternId(),
                    anomaly.state(),
                    anomaly.severity(),
                    anomaly.onset(),
                    anomaly.lastSeen(),
                    anomaly.resolvedAt(),
                    anomaly.measure(),
                    anomaly.expected().low(),
                    anomaly.expected().typical(),
                    anomaly.expected().high(),
                    anomaly.observed(),
                    anomaly.score(),
                    anomaly.reason(),
                    anomaly.evidence(),
                    anomaly.muted());
        }
    }
}
