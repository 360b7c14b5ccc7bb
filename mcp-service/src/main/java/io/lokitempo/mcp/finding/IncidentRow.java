package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.FindingJson;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code v_incidents}. */
@Entity
@Immutable
@Table(name = "v_incidents")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class IncidentRow {
    @EmbeddedId
    @AttributeOverride(name = "id", column = @Column(name = "incident_id"))
    private FindingKey key;

    private int revision;

    @Enumerated(EnumType.STRING)
    private State state;

    @Enumerated(EnumType.STRING)
    private Severity severity;

    private String title;
    private Instant onset;
    private Instant lastSeen;
    private @Nullable Instant resolvedAt;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Array(length = 1_000)
    private String[] anomalies;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Array(length = 1_000)
    private String[] services;

    @JdbcTypeCode(SqlTypes.JSON)
    private String suspects;

    private @Nullable String mergedInto;

    protected IncidentRow() {}

    Incident incident() {
        return new Incident(
                key.id(),
                revision,
                key.scope(),
                state,
                severity,
                title,
                onset,
                lastSeen,
                resolvedAt,
                List.of(anomalies),
                Arrays.stream(services).map(ServiceName::new).toList(),
                List.of(FindingJson.MAPPER.readValue(suspects, Incident.Suspect[].class)),
                mergedInto);
    }
}
