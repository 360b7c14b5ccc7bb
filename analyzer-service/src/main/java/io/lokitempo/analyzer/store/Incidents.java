package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code incident}: the newest state of each. */
final class Incidents implements Sink<Incident> {
    private static final String REPLACE = """
            insert into incident as i select * from json_populate_recordset(null::incident, ?::json)
            on conflict (tenant, backend, id) do update set
                revision = excluded.revision, state = excluded.state, severity = excluded.severity,
                title = excluded.title, onset = excluded.onset, last_seen = excluded.last_seen,
                resolved_at = excluded.resolved_at, anomalies = excluded.anomalies, services = excluded.services,
                suspects = excluded.suspects, merged_into = excluded.merged_into
            where excluded.revision > i.revision
            """;

    private final JdbcClient jdbc;

    Incidents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<Incident> topic() {
        return Topic.INCIDENTS;
    }

    @Override
    public void write(List<Incident> values) {
        List<Incident> newest =
                Rows.onePer(i -> i.scope() + "/" + i.id(), (a, b) -> b.revision() > a.revision() ? b : a, values);
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
            State state,
            Severity severity,
            String title,
            Instant onset,
            Instant lastSeen,
            @Nullable Instant resolvedAt,
            List<String> anomalies,
            List<ServiceName> services,
            List<Incident.Suspect> suspects,
            @Nullable String mergedInto) {
        static Row of(Incident incident) {
            return new Row(
                    incident.scope().tenant().value(),
                    incident.scope().backend(),
                    incident.id(),
                    incident.revision(),
                    incident.state(),
                    incident.severity(),
                    incident.title(),
                    incident.onset(),
                    incident.lastSeen(),
                    incident.resolvedAt(),
                    incident.anomalies(),
                    incident.services(),
                    incident.suspects(),
                    incident.mergedInto());
        }
    }
}
