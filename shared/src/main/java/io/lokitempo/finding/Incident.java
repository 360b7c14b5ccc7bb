package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anomalies that belong together by time and by the graph of calls. Key: {@link #id}; each record is the whole state and
 * replaces the one before.
 *
 * @param id {@code inc-} and 8 characters of its first anomaly's id
 * @param revision rising with every change
 * @param title one line for a pager
 * @param onset of its earliest anomaly
 * @param anomalies ids, in order of onset
 * @param services that have an anomaly in it, in order of their first
 * @param suspects most suspect first
 * @param mergedInto id of the incident that took its anomalies over, or null
 */
public record Incident(
        String id,
        int revision,
        Scope scope,
        State state,
        Severity severity,
        String title,
        Instant onset,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        List<String> anomalies,
        List<ServiceName> services,
        List<Suspect> suspects,
        @Nullable String mergedInto) {
    public Incident {
        anomalies = List.copyOf(anomalies);
        services = List.copyOf(services);
        suspects = List.copyOf(suspects);
    }

    /**
     * A service that may be the cause.
     *
     * @param score 0 to 1, the suspects' sum is at most 1; a ranking, not a probability
     * @param contributions what the score is made of, greatest first
     */
    public record Suspect(ServiceName service, double score, List<Contribution> contributions) {
        public Suspect {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * One reason for suspicion.
     *
     * @param reason in plain words
     * @param evidence id of an anomaly, a pattern, a change or a trace; empty where there is none
     */
    public record Contribution(String reason, double weight, String evidence) {}
}
