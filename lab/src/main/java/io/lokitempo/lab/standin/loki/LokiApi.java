package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.ApiAnswer;
import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.http.Route;
import io.lokitempo.lab.standin.query.Bounds;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loki's paths.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/">Loki HTTP API</a>
 */
public final class LokiApi {
    private static final String VERSION = "3.7.6-standin";
    private static final String QUERY_JSON = "application/json; charset=UTF-8";
    private static final String PLAIN_JSON = "application/json";
    private static final String ENDPOINTS =
            "push, query_range, query, labels, label/{name}/values, series, index/stats,"
                    + " index/volume, index/volume_range, detected_fields, detected_field/{name}/values, detected_labels,"
                    + " drilldown-limits, status/buildinfo, /ready";

    private LokiApi() {}

    public static List<Route> routes(Bounds bounds, InstantSource clock) {
        LogStore store = new LogStore(bounds);
        LokiQueries queries = new LokiQueries(store, bounds, clock);
        LokiIndex index = new LokiIndex(store, clock);
        DetectedFields fields = new DetectedFields(store, bounds, clock);
        return List.of(
                Route.get("/ready", _ -> ApiAnswer.text(200, "ready\n")),
                Route.post("/loki/api/v1/push", request -> push(store, clock, request)),
                Route.getOrPost("/loki/api/v1/query_range", request -> json(queries.range(request))),
                Route.getOrPost("/loki/api/v1/query", request -> json(queries.instant(request))),
                Route.getOrPost("/loki/api/v1/labels", request -> json(index.labels(request))),
                Route.getOrPost("/loki/api/v1/label", request -> json(index.labels(request))),
                Route.getOrPost("/loki/api/v1/label/{}/values", request -> json(index.labelValues(request))),
                Route.getOrPost("/loki/api/v1/series", request -> json(index.series(request))),
                Route.getOrPost("/loki/api/v1/index/stats", request -> json(index.stats(request))),
                Route.getOrPost("/loki/api/v1/index/volume", request -> json(index.volume(request))),
                Route.getOrPost("/loki/api/v1/index/volume_range", request -> json(index.volumeRange(request))),
                Route.getOrPost("/loki/api/v1/detected_fields", request -> json(fields.fields(request))),
                Route.getOrPost("/loki/api/v1/detected_field/{}/values", request -> json(fields.values(request))),
                Route.getOrPost("/loki/api/v1/detected_labels", request -> json(index.detectedLabels(request))),
                Route.getOrPost("/loki/api/v1/patterns", _ -> ApiAnswer.text(404, "")),
                Route.get("/loki/api/v1/drilldown-limits", request -> drilldownLimits(request, bounds)),
                Route.get("/loki/api/v1/status/buildinfo", _ -> ApiAnswer.json(PLAIN_JSON, buildInfo())),
                Route.getOrPost("/loki/api/v1/format_query", _ -> unsupported("format_query")),
                Route.get("/loki/api/v1/tail", _ -> unsupported("tail")));
    }

    private static ApiAnswer json(JsonNode body) {
        return ApiAnswer.json(QUERY_JSON, body);
    }

    /** The tenant, {@code fake} where none is named, as a Loki without sign-in has it. */
    static String tenant(ApiRequest request) {
        String tenant = request.header("X-Scope-OrgID");
        if (tenant.contains("/") || tenant.contains("\\")) {
            throw Refusal.badRequest("rpc error: code = Code(400) desc = tenant ID '" + tenant
                    + "' contains unsupported character '" + (tenant.contains("/") ? "/" : "\\") + "'");
        }
        if (tenant.contains("|")) {
            throw new Refusal(500, "multiple org IDs present");
        }
        return tenant.isEmpty() ? "fake" : tenant;
    }

    private static ApiAnswer push(LogStore store, InstantSource clock, ApiRequest request) {
        Push.accept(store, tenant(request), clock.instant(), request.body());
        return ApiAnswer.empty(204);
    }

    private static ApiAnswer unsupported(String endpoint) {
        throw Refusal.badRequest(
                "stand-in: the endpoint \"" + endpoint + "\" is not supported; supported: " + ENDPOINTS);
    }

    private static ObjectNode buildInfo() {
        return LokiJson.object()
                .put("version", VERSION)
                .put("revision", "standin")
                .put("branch", "")
                .put("buildUser", "")
                .put("buildDate", "")
                .put("goVersion", "");
    }

    /** Loki wants a tenant here even where it wants none elsewhere. */
    private static ApiAnswer drilldownLimits(ApiRequest request, Bounds bounds) {
        if (request.header("X-Scope-OrgID").isEmpty()) {
            throw new Refusal(401, "no org id\n");
        }
        ObjectNode body = LokiJson.object();
        body.putObject("limits")
                .put("discover_log_levels", true)
                .put("max_entries_limit_per_query", LokiQueries.MAX_ENTRIES)
                .put("max_line_size_truncate", false)
                .put("max_query_bytes_read", "0B")
                .put("max_query_length", "30d1h")
                .put("max_query_lookback", "0s")
                .put("max_query_range", "0s")
                .put("max_query_series", LokiQueries.MAX_SERIES)
                .put("metric_aggregation_enabled", false)
                .put("pattern_persistence_enabled", false)
                .put("query_timeout", bounds.queryTimeout().toSeconds() + "s")
                .put("retention_period", bounds.retention().toHours() + "h")
                .put("volume_enabled", true)
                .put("volume_max_series", LokiIndex.MAX_VOLUMES);
        body.put("pattern_ingester_enabled", false).put("version", VERSION);
        return ApiAnswer.json(PLAIN_JSON, body);
    }
}
