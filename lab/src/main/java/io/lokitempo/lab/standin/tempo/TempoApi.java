package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.ApiAnswer;
import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.http.Route;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.telemetry.Nanos;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tempo's paths, and OTLP's beside them.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/api_docs/">Tempo HTTP API</a>
 */
public final class TempoApi {
    private static final String VERSION = "v2.10.8-standin";
    private static final String JSON = "application/json";
    private static final String NO_TENANT = "single-tenant";

    private TempoApi() {}

    public static List<Route> routes(Bounds bounds, InstantSource clock) {
        TraceStore store = new TraceStore(bounds);
        OtlpReader otlp = new OtlpReader();
        Search search = new Search(store, bounds, clock);
        SpanMetrics metrics = new SpanMetrics(store, bounds, clock);
        Tags tags = new Tags(store, bounds, clock);
        return List.of(
                Route.post("/v1/traces", request -> push(store, otlp, clock, request)),
                Route.get("/ready", _ -> ApiAnswer.text(200, "ready\n")),
                Route.get("/api/echo", _ -> ApiAnswer.text(200, "echo\n")),
                Route.get("/api/status/buildinfo", _ -> json(buildInfo())),
                Route.get("/api/search", request -> json(search.search(request))),
                Route.get("/api/search/tags", request -> json(tags.namesV1(request))),
                Route.get("/api/search/tag/{}/values", request -> json(tags.valuesV1(request))),
                Route.get("/api/v2/search/tags", request -> json(tags.namesV2(request))),
                Route.get("/api/v2/search/tag/{}/values", request -> json(tags.valuesV2(request))),
                Route.get("/api/traces/{}", request -> traceV1(store, request)),
                Route.get("/api/v2/traces/{}", request -> traceV2(store, request)),
                Route.of(Set.of("GET", "POST"), "/api/metrics/query_range", request -> json(metrics.range(request))),
                Route.of(Set.of("GET", "POST"), "/api/metrics/query", request -> json(metrics.instant(request))));
    }

    private static ApiAnswer json(JsonNode body) {
        return ApiAnswer.json(JSON, body);
    }

    static String tenant(ApiRequest request) {
        String tenant = request.header("X-Scope-OrgID");
        return tenant.isEmpty() ? NO_TENANT : tenant;
    }

    private static ApiAnswer push(TraceStore store, OtlpReader otlp, InstantSource clock, ApiRequest request) {
        store.add(tenant(request), otlp.read(request), Nanos.of(clock.instant()));
        ObjectNode body = TempoJson.object();
        body.putObject("partialSuccess");
        return json(body);
    }

    private static ApiAnswer traceV1(TraceStore store, ApiRequest request) {
        Optional<StoredTrace> trace = trace(store, request);
        return trace.map(found -> {
                    ObjectNode body = TempoJson.object();
                    body.set("batches", TraceJson.resourceSpans(found));
                    return json(body);
                })
                .orElse(ApiAnswer.empty(404));
    }

    /** Tempo answers 200 with an empty trace where there is none. */
    private static ApiAnswer traceV2(TraceStore store, ApiRequest request) {
        ObjectNode body = TempoJson.object();
        ObjectNode node = body.putObject("trace");
        ObjectNode metrics = body.putObject("metrics");
        trace(store, request).ifPresent(found -> {
            node.set("resourceSpans", TraceJson.resourceSpans(found));
            metrics.put("inspectedBytes", Integer.toString(node.toString().length()));
        });
        return json(body);
    }

    private static Optional<StoredTrace> trace(TraceStore store, ApiRequest request) {
        String accept = request.header("Accept");
        if (accept.startsWith("application/protobuf") || accept.startsWith("application/vnd.grafana.llm")) {
            throw Refusal.badRequest("stand-in: the format \"" + accept + "\" is not supported; supported: " + JSON);
        }
        String id = request.variable().toLowerCase(Locale.ROOT);
        for (int i = 0; i < id.length(); i++) {
            if (Character.digit(id.charAt(i), 16) < 0) {
                throw Refusal.badRequest("trace IDs can only contain hex characters: invalid character '" + id.charAt(i)
                        + "' at position " + (i + 1));
            }
        }
        if (id.length() > 32) {
            throw Refusal.badRequest("trace IDs can't be larger than 128 bits");
        }
        TempoTimes.check(request.parameters());
        return store.trace(tenant(request), "0".repeat(32 - id.length()) + id);
    }

    private static ObjectNode buildInfo() {
        return TempoJson.object()
                .put("version", VERSION)
                .put("revision", "standin")
                .put("branch", "")
                .put("buildUser", "")
                .put("buildDate", "")
                .put("goVersion", "");
    }
}
