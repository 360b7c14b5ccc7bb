package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what a call wants investigated. */
record Cases(Analysis analysis) {
    private static final int MOST = 200;

    /** An incident may have gone up into another, that one again; a bound guards against a circle. */
    private static final int MOST_MERGES = 10;

    /** Empty where nothing in the window is worth it. */
    Optional<Case> asked(TimeWindow window) {
        Arguments arguments = analysis.occasion().arguments();
        Optional<String> id = arguments.text("id");
        Optional<String> service = arguments.text("service");
        if (id.isPresent()) {
            return Optional.of(byId("id", id.get()));
        }
        return service.isPresent() ? of(new ServiceName(service.get()), window) : worst(window);
    }

    /** @param argument that named it */
    Case byId(String argument, String id) {
        if (id.startsWith("inc-")) {
            return ofIncident(id);
        }
        if (id.startsWith("ano-")) {
            Anomaly anomaly = analysis.found(findings().anomaly(analysis.scope(), id))
                    .orElseThrow(() -> analysis.unknown(id, "anomaly"));
            return analysis.found(findings().incidentOf(analysis.scope(), id))
                    .map(incident -> of(incident, List.of(id + " belongs to it")))
                    .orElseGet(() -> Case.of(List.of(anomaly), now(), List.of("it belongs to no incident")));
        }
        throw analysis.occasion().arguments().refused(argument, "inc-... or ano-... of another answer is accepted");
    }

    private Case ofIncident(String id) {
        List<String> how = new ArrayList<>();
        Incident incident = incident(id).orElseThrow(() -> analysis.unknown(id, "incident"));
        for (int i = 0; i < MOST_MERGES && incident.mergedInto() != null; i++) {
            Optional<Incident> greater = incident(incident.mergedInto());
            if (greater.isEmpty()) {
                break;
            }
            how.add(incident.id() + " went up into " + greater.get().id());
            incident = greater.get();
        }
        return of(incident, how);
    }

    private Optional<Incident> incident(String id) {
        return analysis.found(findings().incident(analysis.scope(), id));
    }

    private Optional<Case> of(ServiceName service, TimeWindow window) {
        Optional<Incident> incident = incidents(window).stream()
                .filter(one -> one.services().contains(service))
                .findFirst();
        if (incident.isPresent()) {
            return incident.map(one -> of(one, List.of("the worst with " + service.value())));
        }
        List<Anomaly> anomalies =
                analysis.found(findings().anomalies(analysis.scope(), window, service, null, null, MOST)).stream()
                        .sorted(Comparator.comparing(Anomaly::onset))
                        .toList();
        return anomalies.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Case.of(anomalies, now(), List.of("anomalies of " + service.value() + " in no incident")));
    }

    /** Open before over, then the gravest. */
    private Optional<Case> worst(TimeWindow window) {
        return incidents(window).stream()
                .findFirst()
                .map(incident -> of(
                        incident,
                        List.of(
                                incident.state() == State.OPEN
                                        ? "the worst of " + open(window) + " open"
                                        : "none is open; the gravest of the window")));
    }

    private long open(TimeWindow window) {
        return incidents(window).stream()
                .filter(incident -> incident.state() == State.OPEN)
                .count();
    }

    private List<Incident> incidents(TimeWindow window) {
        return analysis.found(findings().incidents(analysis.scope(), window, MOST));
    }

    private Case of(Incident incident, List<String> how) {
        List<Anomaly> members = analysis.found(findings().anomalies(analysis.scope(), incident.anomalies()));
        if (members.isEmpty()) {
            throw analysis.unknown(incident.id(), "incident whose anomalies are still kept");
        }
        return Case.of(incident, members, now(), how);
    }

    private Findings findings() {
        return analysis.findings();
    }

    private Instant now() {
        return analysis.occasion().now();
    }
}
