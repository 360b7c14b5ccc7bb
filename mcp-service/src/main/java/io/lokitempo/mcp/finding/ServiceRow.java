package io.lokitempo.mcp.finding;

import io.lokitempo.telemetry.ServiceName;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code v_services}. */
@Entity
@Immutable
@Table(name = "v_services")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ServiceRow {
    @EmbeddedId
    @AttributeOverride(name = "id", column = @Column(name = "service"))
    private FindingKey key;

    private Instant firstSeen;
    private @Nullable Instant lastLog;
    private @Nullable Instant lastSpan;

    protected ServiceRow() {}

    KnownService service() {
        return new KnownService(new ServiceName(key.id()), firstSeen, lastLog, lastSpan);
    }
}
