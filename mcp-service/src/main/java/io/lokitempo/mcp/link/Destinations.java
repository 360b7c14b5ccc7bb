package io.lokitempo.mcp.link;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.Reading;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where links lead: always into the Grafana of the settings, whatever the id. */
final class Destinations {
    /** Shown before and after a finding, so that its onset is seen against what was usual. */
    private static final Duration AROUND = Duration.ofMinutes(10);

    /** Where following a link ends. */
    sealed interface Destination {
        record Found(URI url) implements Destination {}

        /** @param why in plain words, without what was sent */
        record Nowhere(String why) implements Destination {}

        /** @param why in plain words */
        record NotNow(String why) implements Destination {}
    }

    private final LiveSettings settings;
    private final Findings findings;

    Destinations(LiveSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    Destination of(String id) {
        Settings now = settings.current();
        Optional<URI> grafana = now.grafana().url();
        if (grafana.isEmpty()) {
            return new Destination.Nowhere("GRAFANA_URL is not set, so links lead nowhere");
        }
        GrafanaUrl url =
                new GrafanaUrl(grafana.get(), now.grafana(), now.serviceLabels().getFirst());
        return LinkId.read(id)
                .map(target -> destination(url, target, now.scope()))
                .orElseGet(() -> new Destination.Nowhere("this is no link of this service: it may have been cut"));
    }

    private Destination destination(GrafanaUrl url, Target target, Scope scope) {
        return switch (target) {
            case Target.Logs(String logql, TimeWindow window) -> new Destination.Found(url.logs(logql, window));
            case Target.Traces(String traceql, TimeWindow window) -> new Destination.Found(url.traces(traceql, window));
            case Target.Trace(TraceId id, TimeWindow window) -> new Destination.Found(url.trace(id, window));
            case Target.Service(ServiceName service, TimeWindow window) ->
                new Destination.Found(url.service(service, window));
            case Target.Finding(String id) ->
                id.startsWith("inc-") ? incident(url, scope, id) : anomaly(url, scope, id);
        };
    }

    private Destination incident(GrafanaUrl url, Scope scope, String id) {
        return switch (findings.incident(scope, id)) {
            case Reading.Missing<Optional<Incident>>(String why) -> new Destination.NotNow(why);
            case Reading.Read<Optional<Incident>>(Optional<Incident> incident) ->
                incident.<Destination>map(found -> new Destination.Found(
                                url.service(suspect(found), around(found.onset(), found.lastSeen()))))
                        .orElseGet(() -> new Destination.Nowhere("no incident has this id"));
        };
    }

    private static ServiceName suspect(Incident incident) {
        return incident.suspects().isEmpty()
                ? incident.services().getFirst()
                : incident.suspects().getFirst().service();
    }

    private Destination anomaly(GrafanaUrl url, Scope scope, String id) {
        return switch (findings.anomaly(scope, id)) {
            case Reading.Missing<Optional<Anomaly>>(String why) -> new Destination.NotNow(why);
            case Reading.Read<Optional<Anomaly>>(Optional<Anomaly> anomaly) ->
                anomaly.<Destination>map(found -> new Destination.Found(
                                url.service(found.service(), around(found.onset(), found.lastSeen()))))
                        .orElseGet(() -> new Destination.Nowhere("no anomaly has this id"));
        };
    }

    private static TimeWindow around(Instant onset, Instant lastSeen) {
        return new TimeWindow(onset.minus(AROUND), lastSeen.plus(AROUND));
    }
}
