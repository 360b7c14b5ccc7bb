package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Incident;
import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered to group the anomalies of a scope.
 *
 * @param now the newest time of any finding
 * @param edges calls of the last hour
 * @param changes of the last hour
 * @param members anomalies of these incidents
 * @param incidents open, or resolved within the last hour
 */
public record IncidentMemory(
        Instant now, List<Edge> edges, List<Change> changes, List<Member> members, List<Incident> incidents) {
    public static final IncidentMemory EMPTY =
            new IncidentMemory(Instant.EPOCH, List.of(), List.of(), List.of(), List.of());

    /** An anomaly, and what share of its time its service spent itself. */
    public record Member(Anomaly anomaly, double selfShare) {
        ServiceName service() {
            return anomaly.service();
        }
    }

    /** A call, and when it was last seen, to within five minutes. */
    public record Edge(ServiceName caller, ServiceName callee, Instant lastSeen) {}

    public IncidentMemory {
        edges = List.copyOf(edges);
        changes = List.copyOf(changes);
        members = List.copyOf(members);
        incidents = List.copyOf(incidents);
    }
}
