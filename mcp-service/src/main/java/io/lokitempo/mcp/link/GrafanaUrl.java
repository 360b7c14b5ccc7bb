package io.lokitempo.mcp.link;

import io.lokitempo.loki.LogQl;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceQl;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Addresses within Grafana. Explore takes its whole state as {@code panes}, JSON of up to two panes, with
 * {@code schemaVersion=1} (Grafana 10 and later); a dashboard takes the window and variables.
 */
final class GrafanaUrl {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOKI = "loki";
    private static final String TEMPO = "tempo";
    private static final int TRACES = 20;
    private static final Pattern TRACE_METRIC = Pattern.compile("(?s).*\\|\\s*[a-z]+(_over_time)?\\s*\\(.*");

    private final URI grafana;
    private final Settings.Grafana settings;
    private final String serviceLabel;

    /** @param serviceLabel the label of Loki that names a service */
    GrafanaUrl(URI grafana, Settings.Grafana settings, String serviceLabel) {
        this.grafana = grafana;
        this.settings = settings;
        this.serviceLabel = serviceLabel;
    }

    URI logs(String logql, TimeWindow window) {
        return dashboard(settings.lokiDashboard(), "query", logql, window)
                .orElseGet(() -> explore(Map.of("a", pane(LOKI, settings.lokiUid(), logs(logql), window))));
    }

    URI traces(String traceql, TimeWindow window) {
        return dashboard(settings.tempoDashboard(), "query", traceql, window)
                .orElseGet(() -> explore(Map.of("a", pane(TEMPO, settings.tempoUid(), traces(traceql), window))));
    }

    URI trace(TraceId id, TimeWindow window) {
        return dashboard(settings.tempoDashboard(), "trace_id", id.hex(), window)
                .orElseGet(() -> explore(Map.of("a", pane(TEMPO, settings.tempoUid(), traces(id.hex()), window))));
    }

    /** Lines on the left, traces on the right; a dashboard where there is one for logs. */
    URI service(ServiceName service, TimeWindow window) {
        return dashboard(settings.lokiDashboard(), "service", service.value(), window)
                .orElseGet(() -> explore(both(service, window)));
    }

    private Map<String, Object> both(ServiceName service, TimeWindow window) {
        String logql = "{" + LogQl.matcher(serviceLabel, List.of(service.value())) + "}";
        String traceql = "{ resource.service.name = " + TraceQl.quoted(service.value()) + " }";
        SequencedMap<String, Object> panes = new LinkedHashMap<>();
        panes.put("a", pane(LOKI, settings.lokiUid(), logs(logql), window));
        panes.put("b", pane(TEMPO, settings.tempoUid(), traces(traceql), window));
        return panes;
    }

    private static Map<String, Object> logs(String logql) {
        return Map.of("expr", logql, "queryType", "range", "editorMode", "code");
    }

    /** A trace's id is a query too: Grafana opens that trace. */
    private static Map<String, Object> traces(String traceql) {
        return TRACE_METRIC.matcher(traceql).matches()
                ? Map.of("query", traceql, "queryType", "traceql", "metricsQueryType", "range")
                : Map.of("query", traceql, "queryType", "traceql", "limit", TRACES, "tableType", "traces");
    }

    private static Map<String, Object> pane(String type, String uid, Map<String, Object> query, TimeWindow window) {
        SequencedMap<String, Object> whole = new LinkedHashMap<>();
        whole.put("refId", "A");
        whole.put("datasource", ordered("type", type, "uid", uid));
        query.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> whole.put(entry.getKey(), entry.getValue()));
        SequencedMap<String, Object> pane = new LinkedHashMap<>();
        pane.put("datasource", uid);
        pane.put("queries", List.of(whole));
        pane.put("range", ordered("from", from(window), "to", to(window)));
        return pane;
    }

    private static Map<String, Object> ordered(String one, String value, String other, String otherValue) {
        SequencedMap<String, Object> two = new LinkedHashMap<>();
        two.put(one, value);
        two.put(other, otherValue);
        return two;
    }

    private URI explore(Map<String, Object> panes) {
        return at("/explore?schemaVersion=1&panes=" + encoded(JSON.writeValueAsString(panes)));
    }

    private Optional<URI> dashboard(String uid, String variable, String value, TimeWindow window) {
        return uid.isEmpty()
                ? Optional.empty()
                : Optional.of(at("/d/" + encoded(uid) + "?from=" + from(window) + "&to=" + to(window) + "&var-"
                        + variable + "=" + encoded(value)));
    }

    private URI at(String path) {
        String base = grafana.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static String from(TimeWindow window) {
        return Long.toString(window.start().toEpochMilli());
    }

    private static String to(TimeWindow window) {
        return Long.toString(window.end().toEpochMilli());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
