package io.lokitempo.benchmarks.replay;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An anomaly or an incident, as far as two are compared.
 *
 * @param what names its series: the same in both, or it is another
 * @param until when it ended; the far future while it is open
 * @param parts ids of what an incident is made of; empty for an anomaly
 */
record Raised(String id, String what, Instant onset, Instant until, Set<String> parts) {
    Raised {
        parts = Set.copyOf(parts);
    }

    static Raised of(Anomaly anomaly) {
        return anomaly(
                anomaly.id(),
                anomaly.scope().toString(),
                anomaly.service().value(),
                anomaly.operation(),
                anomaly.kind().name(),
                anomaly.patternId(),
                anomaly.onset(),
                anomaly.resolvedAt());
    }

    static Raised anomaly(
            String id,
            String scope,
            String service,
            String operation,
            String kind,
            @Nullable String pattern,
            Instant onset,
            @Nullable Instant until) {
        return new Raised(
                id,
                String.join(" ", scope, kind, service, operation, Objects.requireNonNullElse(pattern, ""))
                        .strip(),
                onset,
                until == null ? Instant.MAX : until,
                Set.of());
    }

    static Raised of(Incident incident) {
        return incident(
                incident.id(),
                incident.scope() + " " + incident.title(),
                incident.onset(),
                incident.resolvedAt(),
                incident.anomalies());
    }

    static Raised incident(
            String id, String what, Instant onset, @Nullable Instant until, Collection<String> anomalies) {
        return new Raised(id, what, onset, until == null ? Instant.MAX : until, new TreeSet<>(List.copyOf(anomalies)));
    }

    /** Whether both tell of the same: the same id, the same series at the same time, or some of the same parts. */
    boolean isLike(Raised other) {
        boolean overlaps = onset.isBefore(other.until) && other.onset.isBefore(until);
        return id.equals(other.id)
                || (what.equals(other.what) && overlaps)
                || parts.stream().anyMatch(other.parts::contains);
    }
}
