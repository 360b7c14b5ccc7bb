package io.lokitempo.mcp.resource;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.resource.ResourceUri.Kind;
import io.lokitempo.telemetry.ServiceName;
import java.util.LinkedHashSet;
import java.util.Set;

/** That what some URIs name has changed. */
record Notice(Scope scope, Set<String> uris) {
    Notice {
        uris = Set.copyOf(uris);
    }

    static Notice of(Incident incident) {
        Set<String> uris = new LinkedHashSet<>();
        add(uris, Kind.INCIDENTS, incident.id());
        incident.services().forEach(service -> add(uris, Kind.SERVICES, service.value()));
        return new Notice(incident.scope(), uris);
    }

    static Notice of(Anomaly anomaly) {
        Set<String> uris = new LinkedHashSet<>();
        add(uris, Kind.ANOMALIES, anomaly.id());
        ServiceName service = anomaly.service();
        add(uris, Kind.SERVICES, service.value());
        return new Notice(anomaly.scope(), uris);
    }

    private static void add(Set<String> uris, Kind kind, String id) {
        uris.add(ResourceUri.all(kind).toString());
        uris.add(new ResourceUri(kind, id).toString());
    }
}
