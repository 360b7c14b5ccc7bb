package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
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
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code v_anomalies}. */
@Entity
@Immutable
@Table(name = "v_anomalies")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AnomalyRow {
    @EmbeddedId
    @AttributeOverride(name = "id", column = @Column(name = "anomaly_id"))
    private FindingKey key;

    private int revision;
    private String service;
    private String operation;

    @Enumerated(EnumType.STRING)
    private AnomalyKind kind;

    private @Nullable String patternId;

    @Enumerated(EnumType.STRING)
    private State state;

    @Enumerated(EnumType.STRING)
    private Severity severity;

    private Instant onset;
    private Instant lastSeen;
    private @Nullable Instant resolvedAt;
    private String measure;
    private double expectedLow;
    private double expectedTypical;
    private double expectedHigh;
    private double observed;
    private double score;
    private String reason;

    @JdbcTypeCode(SqlTypes.JSON)
    private String evidence;

    private boolean muted;

    protected AnomalyRow() {}

    Anomaly anomaly() {
        return new Anomaly(
                key.id(),
                revision,
                key.scope(),
                new ServiceName(service),
                operation,
                kind,
                patternId,
                state,
                severity,
                onset,
                lastSeen,
                resolvedAt,
                measure,
                new Anomaly.Expected(expectedLow, expectedTypical, expectedHigh),
                observed,
                score,
                reason,
                FindingJson.MAPPER.readValue(evidence, Anomaly.Evidence.class),
                muted);
    }
}
