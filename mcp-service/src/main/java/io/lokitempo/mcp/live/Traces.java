package io.lokitempo.mcp.live;

import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.call.NearestName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TagValue;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.tempo.TraceQl;
import io.lokitempo.tempo.TraceSearch;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Traces and what TraceQL computes of them, straight from Tempo. */
public final class Traces {
    private static final int MOST_NAMES = 8;

    private final Backends backends;

    public Traces(Backends backends) {
        this.backends = backends;
    }

    /** The newest traces that fit, as far as this Tempo can tell new from old. */
    public Answered<TraceHits> search(TraceQuery query, TimeWindow window, int limit, int spansPerTrace) {
        Reply<TraceHits> newest =
                tempo().search(new TraceSearch(query.newestFirst().traceql(), window, limit, spansPerTrace));
        if (newest instanceof Refused<TraceHits>) {
            newest = tempo().search(new TraceSearch(query.traceql(), window, limit, spansPerTrace));
        }
        return Replies.answered(newest, "Tempo", query.traceql());
    }

    public Answered<TraceLookup> trace(TraceId id, @Nullable TimeWindow around) {
        return Replies.answered(tempo().trace(id, around), "Tempo", id.hex());
    }

    public Answered<List<SpanSeries>> metrics(TraceQuery query, TimeWindow window, Duration step) {
        return Replies.answered(tempo().metrics(query.traceql(), window, step), "Tempo", query.traceql());
    }

    public Reply<List<SpanSeries>> metricsInstant(String traceql, TimeWindow window) {
        return tempo().metricsInstant(traceql, window);
    }

    /** Spans that match in the whole window; empty where this Tempo computes no metrics. */
    public OptionalLong count(TraceQuery query, TimeWindow window) {
        return tempo().metricsInstant(query.traceql() + " | count_over_time()", window).answered().stream()
                .mapToLong(series -> Math.round(series.stream()
                        .flatMap(one -> one.points().stream())
                        .mapToDouble(SpanSeries.Point::value)
                        .sum()))
                .findFirst();
    }

    /** An operation of a service. */
    public record Named(String service, String operation) {}

    /** The p95 in milliseconds of each operation of some services; empty where this Tempo computes no metrics. */
    public Map<Named, Double> usualP95(List<String> services, TimeWindow window) {
        if (services.isEmpty()) {
            return Map.of();
        }
        String any = services.stream()
                .map(service -> "resource.service.name=" + TraceQl.quoted(service))
                .collect(Collectors.joining(" || "));
        String query = "{ " + any + " } | quantile_over_time(duration, .95) by (resource.service.name, name)";
        Map<Named, Double> usual = new HashMap<>();
        for (SpanSeries series :
                tempo().metricsInstant(query, window).answered().orElse(List.of())) {
            double seconds = series.points().stream()
                    .mapToDouble(SpanSeries.Point::value)
                    .max()
                    .orElse(0);
            if (seconds > 0) {
                usual.put(new Named(label(series, "service.name"), label(series, "name")), seconds * 1e3);
            }
        }
        return usual;
    }

    /** Tempo writes a label with its scope in some versions and without in others. */
    private static String label(SpanSeries series, String name) {
        return series.labels().entrySet().stream()
                .filter(entry -> entry.getKey().equals(name)
                        || entry.getKey().equals("resource." + name)
                        || entry.getKey().equals("span:" + name))
                .map(entry -> entry.getValue().text())
                .findFirst()
                .orElse("");
    }

    /** Names of services with spans in the window. */
    public List<String> services(TimeWindow window) {
        return values("resource.service.name", null, window);
    }

    /** Names of a service's operations in the window. */
    public List<String> operations(String service, TimeWindow window) {
        return values(
                "name",
                TraceQuery.of(new SpanConditions().service(service).list()).traceql(),
                window);
    }

    private List<String> values(String attribute, @Nullable String traceql, TimeWindow window) {
        return tempo().tagValues(attribute, traceql, window).answered().orElse(List.of()).stream()
                .map(TagValue::value)
                .sorted()
                .toList();
    }

    /** Which of the conditions no span fits by itself; or that no span fits all of them. */
    public List<String> whyNothing(List<String> conditions, TimeWindow window) {
        List<String> services = services(window);
        if (services.isEmpty()) {
            return List.of("silent: Tempo has no span at all in the window");
        }
        List<String> reasons = new ArrayList<>();
        for (String condition : conditions) {
            TraceQuery alone = TraceQuery.of(List.of(condition));
            boolean none = tempo().search(new TraceSearch(alone.traceql(), window, 1, 1))
                    .answered()
                    .map(hits -> hits.traces().isEmpty())
                    .orElse(false);
            if (none) {
                reasons.add("no span in the window fits " + condition + hint(condition, services));
            }
        }
        return reasons.isEmpty() ? List.of("filtered_out: no span in the window fits all conditions") : reasons;
    }

    private static String hint(String condition, List<String> services) {
        if (!condition.startsWith("resource.service.name")) {
            return "";
        }
        List<String> nearest =
                NearestName.sorted(condition.replaceFirst("^[^\"]*", "").replace("\"", ""), services);
        String some = String.join(
                ", ", nearest.stream().limit(MOST_NAMES).map(Names::shown).toList());
        return "; services are " + some + (services.size() > MOST_NAMES ? ", ..." : "");
    }

    private TempoClient tempo() {
        return backends.tempo();
    }
}
