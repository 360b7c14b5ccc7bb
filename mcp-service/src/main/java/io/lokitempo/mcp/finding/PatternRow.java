package io.lokitempo.mcp.finding;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code v_log_patterns}. */
@Entity
@Immutable
@Table(name = "v_log_patterns")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class PatternRow {
    @EmbeddedId
    @AttributeOverride(name = "id", column = @Column(name = "pattern_id"))
    private FindingKey key;

    private String service;
    private String template;

    @Enumerated(EnumType.STRING)
    private LogLevel level;

    private Instant firstSeen;
    private String sample;
    private @Nullable String successor;

    protected PatternRow() {}

    LogPattern pattern() {
        return new LogPattern(
                key.id(), key.scope(), new ServiceName(service), template, level, firstSeen, sample, successor);
    }
}
