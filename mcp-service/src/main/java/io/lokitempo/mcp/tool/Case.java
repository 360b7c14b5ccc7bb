package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Incident.Suspect;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * What is investigated: an incident, or anomalies that belong to none.
 *
 * @param members in order of onset, at least one
 * @param suspects most suspect first; none where nobody grouped the anomalies
 * @param how how it was chosen or what became of it, in plain words
 */
record Case(
        String id,
        State state,
        String title,
        Instant onset,
        Instant end,
        List<Anomaly> members,
        List<Suspect> suspects,
        List<String> how) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static Case of(Incident incident, List<Anomaly> members, Instant now, List<String> how) {
        boolean open = incident.state() == State.OPEN;
        return new Case(
                incident.id(),
                incident.state(),
                incident.title(),
                incident.onset(),
                open ? now : incident.lastSeen(),
                members,
                incident.suspects(),
                how);
    }

    /** @param members in order of onset, at least one */
    static Case of(List<Anomaly> members, Instant now, List<String> how) {
        Anomaly worst = members.stream()
                .max(Comparator.comparing((Anomaly anomaly) -> anomaly.state() == State.OPEN)
                        .thenComparing(Anomaly::severity)
                        .thenComparingDouble(Anomaly::score))
                .orElseThrow();
        boolean open = worst.state() == State.OPEN;
        Instant last = members.stream()
                .map(Anomaly::lastSeen)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Case(
                worst.id(),
                worst.state(),
                worst.service().value() + ": " + worst.reason(),
                members.getFirst().onset(),
                open ? now : last,
                members,
                List.of(),
                how);
    }

    /** From the first onset to its end, or to now. */
    TimeWindow window() {
        Instant least = onset.plus(MINUTE);
        Instant until = end.truncatedTo(ChronoUnit.SECONDS);
        return new TimeWindow(onset, until.isAfter(least) ? until : least);
    }

    /** In order of their first anomaly. */
    List<ServiceName> services() {
        return members.stream().map(Anomaly::service).distinct().toList();
    }

    /** The likeliest cause: the first suspect, else who deviated first. */
    ServiceName cause() {
        return suspects.isEmpty()
                ? members.getFirst().service()
                : suspects.getFirst().service();
    }
}
