package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.lab.standin.query.Deadline;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.traceql.TraceQlParser;
import io.lokitempo.lab.standin.traceql.TraceQlQuery;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Metrics;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Ranking;
import io.lokitempo.lab.standin.traceql.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/metrics/query_range} and {@code /api/metrics/query}. */
final class SpanMetrics {
    private static final int EXEMPLARS_BY_DEFAULT = 100;
    private static final int MAX_SERIES = 20_000;

    private final TraceStore store;
    private final Bounds bounds;
    private final InstantSource clock;

    SpanMetrics(TraceStore store, Bounds bounds, InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
    }

    JsonNode range(ApiRequest request) {
        Parameters parameters = request.parameters();
        Asked asked = parsed(parameters);
        TempoTimes times = TempoTimes.ofMetrics(parameters, clock.instant());
        long step = times.step(parameters);
        times.checkMetricsLength();
        Buckets buckets = Buckets.aligned(times.start(), times.end(), step);
        List<SpanSeries> series = evaluate(request, asked, buckets, exemplars(asked.query(), parameters));
        ArrayNode result = TempoJson.array();
        series.forEach(one -> result.add(one.range(buckets)));
        return answer(result);
    }

    JsonNode instant(ApiRequest request) {
        Asked asked = parsed(request.parameters());
        TempoTimes times = TempoTimes.ofMetrics(request.parameters(), clock.instant());
        times.checkMetricsLength();
        List<SpanSeries> series = evaluate(request, asked, Buckets.one(times.start(), times.end()), 0);
        ArrayNode result = TempoJson.array();
        series.forEach(one -> result.add(one.instant()));
        ObjectNode body = answer(result);
        if (result.isEmpty() && !asked.metrics().by().isEmpty()) {
            body.remove("series"); // as Tempo has it here, and only here
        }
        return body;
    }

    private static ObjectNode answer(ArrayNode series) {
        ObjectNode body = TempoJson.object();
        body.set("series", series);
        body.putObject("metrics").put("completedJobs", 1).put("totalJobs", 1);
        return body;
    }

    private record Asked(TraceQlQuery query, Metrics metrics) {}

    private static Asked parsed(Parameters parameters) {
        TraceQlQuery query = TraceQlParser.parse(parameters.text("q").orElse(""));
        Metrics metrics = query.metrics();
        if (metrics == null) {
            throw Refusal.badRequest("not a metrics query");
        }
        return new Asked(query, metrics);
    }

    private static int exemplars(TraceQlQuery query, Parameters parameters) {
        String text = parameters.text("exemplars").orElse("" + EXEMPLARS_BY_DEFAULT);
        long asked = GoNumber.parseLong(text)
                .orElseThrow(() -> Refusal.badRequest("invalid exemplars: " + GoNumber.invalid("Atoi", text)));
        boolean off = Boolean.FALSE.equals(query.hints().exemplars());
        return off ? 0 : (int) (asked <= 0 ? EXEMPLARS_BY_DEFAULT : Math.min(asked, EXEMPLARS_BY_DEFAULT));
    }

    private List<SpanSeries> evaluate(ApiRequest request, Asked asked, Buckets buckets, int exemplars) {
        Metrics metrics = asked.metrics();
        Deadline deadline = bounds.deadline();
        SpansetEvaluator evaluator = new SpansetEvaluator(asked.query(), deadline);
        Map<List<Value>, Group> groups = new HashMap<>();
        for (StoredTrace stored : store.between(TempoApi.tenant(request), buckets.start() + 1, buckets.end())) {
            TraceView trace = new TraceView(stored);
            evaluator
                    .evaluate(trace)
                    .forEach(set -> set.spans().stream().forEach(span -> {
                        deadline.step();
                        int bucket = buckets.of(trace.span(span).start());
                        if (bucket >= 0) {
                            group(groups, metrics, buckets, trace, span).add(bucket, trace, span);
                        }
                    }));
        }
        if (groups.isEmpty() && metrics.by().isEmpty() && !metrics.function().takesField()) {
            groups.put(List.of(), new Group(metrics, List.of(), buckets.count()));
        }
        List<SpanSeries> series = new ArrayList<>();
        groups.values().forEach(group -> series.addAll(group.series(buckets)));
        series.sort(SpanSeries.BY_LABELS);
        int each = series.isEmpty() ? 0 : Math.max(exemplars > 0 ? 1 : 0, exemplars / series.size());
        series.forEach(one -> one.keepExemplars(each));
        return ranked(series, metrics.ranking(), buckets);
    }

    private static Group group(
            Map<List<Value>, Group> groups, Metrics metrics, Buckets buckets, TraceView trace, int span) {
        List<Value> by = metrics.by().stream()
                .map(field -> trace.value(field, span))
                .map(value -> value instanceof Value.Several(List<Value> values) ? values.getFirst() : value)
                .toList();
        if (groups.size() >= MAX_SERIES && !groups.containsKey(by)) {
            throw QueryRefused.invalid("stand-in: more than " + MAX_SERIES + " series; group by fewer fields");
        }
        return groups.computeIfAbsent(by, _ -> new Group(metrics, by, buckets.count()));
    }

    /** At each step the greatest or the least; a series never chosen is left out. */
    private static List<SpanSeries> ranked(List<SpanSeries> series, @Nullable Ranking ranking, Buckets buckets) {
        if (ranking == null) {
            return series;
        }
        List<SpanSeries> kept = series.stream().map(SpanSeries::withoutPoints).toList();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            int at = bucket;
            Comparator<Integer> byValue = Comparator.<Integer>comparingDouble(
                            number -> series.get(number).value(at))
                    .thenComparing(Comparator.naturalOrder());
            IntStream.range(0, series.size())
                    .boxed()
                    .filter(number -> series.get(number).has(at))
                    .sorted(ranking.top() ? byValue.reversed() : byValue)
                    .limit(ranking.count())
                    .forEach(number ->
                            kept.get(number).set(at, series.get(number).value(at)));
        }
        return kept.stream().filter(SpanSeries::hasPoints).toList();
    }
}
