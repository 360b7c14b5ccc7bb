package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.lab.standin.query.QueryRefused;
import io.lokitempo.lab.standin.tempo.SpansetEvaluator.Spanset;
import io.lokitempo.lab.standin.traceql.Field;
import io.lokitempo.lab.standin.traceql.TraceQlParser;
import io.lokitempo.lab.standin.traceql.TraceQlQuery;
import io.lokitempo.lab.standin.traceql.Value;
import io.lokitempo.telemetry.SpanStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/search}. Takes the first traces it finds, in an order that has nothing to do with time, and shows those
 * newest first, as Tempo does: a limit that was reached says nothing of what is newest.
 */
final class Search {
    private static final int LIMIT_BY_DEFAULT = 20;
    private static final int MAX_LIMIT = 262_144;
    private static final int SPANS_BY_DEFAULT = 3;
    private static final int MAX_SPANS = 100;
    private static final int BYTES_OF_A_SPAN = 200;

    /** Known of every span shown, or of its trace: not repeated among the attributes. */
    private static final Set<Field.Intrinsic> SHOWN_ELSEWHERE = EnumSet.of(
            Field.Intrinsic.NAME,
            Field.Intrinsic.DURATION,
            Field.Intrinsic.SPAN_ID,
            Field.Intrinsic.TRACE_ID,
            Field.Intrinsic.TRACE_DURATION,
            Field.Intrinsic.ROOT_NAME,
            Field.Intrinsic.ROOT_SERVICE);

    private final TraceStore store;
    private final Bounds bounds;
    private final InstantSource clock;

    Search(TraceStore store, Bounds bounds, InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
    }

    private record Hit(TraceView trace, List<Spanset> sets) {}

    JsonNode search(ApiRequest request) {
        Parameters parameters = request.parameters();
        int limit = number(parameters, "limit", LIMIT_BY_DEFAULT);
        if (limit <= 0) {
            throw Refusal.badRequest("invalid limit: must be a positive number");
        }
        if (limit > MAX_LIMIT) {
            throw Refusal.badRequest("limit " + limit + " exceeds max limit " + MAX_LIMIT);
        }
        int asked = number(parameters, "spss", 0);
        int spss = asked == 0 ? SPANS_BY_DEFAULT : asked;
        if (spss > MAX_SPANS) {
            throw Refusal.badRequest("spans per span set exceeds " + MAX_SPANS + ". received " + spss);
        }
        Optional<String> traceql = parameters.text("q");
        if (traceql.isPresent() && parameters.text("tags").isPresent()) {
            throw Refusal.badRequest("invalid request: can't specify tags and q in the same query");
        }
        TraceQlQuery query = parsed(traceql.orElseGet(() -> TagSearch.traceql(parameters)));
        TempoTimes times = TempoTimes.ofSearch(parameters, clock.instant());
        List<StoredTrace> candidates =
                new ArrayList<>(store.between(TempoApi.tenant(request), times.start(), times.end()));
        candidates.sort(
                query.hints().mostRecent()
                        ? Comparator.comparingLong(StoredTrace::start).reversed()
                        : Comparator.comparing(StoredTrace::id));
        List<Hit> hits = hits(query, candidates, limit);
        return answer(hits, query, spss, traceql.isPresent(), candidates);
    }

    private static int number(Parameters parameters, String name, int byDefault) {
        String text = parameters.text(name).orElse("" + byDefault);
        return (int) GoNumber.parseLong(text)
                .orElseThrow(() -> Refusal.badRequest("invalid " + name + ": " + GoNumber.invalid("Atoi", text)));
    }

    private static TraceQlQuery parsed(String traceql) {
        try {
            return TraceQlParser.parse(traceql);
        } catch (QueryRefused e) {
            throw e.reason() == QueryRefused.Cause.UNSUPPORTED
                    ? e
                    : Refusal.badRequest("invalid TraceQL query: " + e.words());
        }
    }

    private List<Hit> hits(TraceQlQuery query, List<StoredTrace> candidates, int limit) {
        SpansetEvaluator evaluator = new SpansetEvaluator(query, bounds.deadline());
        List<Hit> hits = new ArrayList<>();
        for (StoredTrace candidate : candidates) {
            TraceView trace = new TraceView(candidate);
            List<Spanset> sets = evaluator.evaluate(trace);
            if (!sets.isEmpty()) {
                hits.add(new Hit(trace, sets));
            }
            if (hits.size() == limit) {
                break;
            }
        }
        hits.sort(Comparator.<Hit>comparingLong(hit -> hit.trace().start()).reversed());
        return hits;
    }

    private static ObjectNode answer(
            List<Hit> hits, TraceQlQuery query, int spss, boolean withSpans, List<StoredTrace> candidates) {
        ObjectNode body = TempoJson.object();
        ArrayNode traces = body.putArray("traces");
        for (Hit hit : hits) {
            ObjectNode trace = traces.addObject();
            summary(hit.trace(), trace);
            if (withSpans) {
                List<ObjectNode> sets = hit.sets().stream()
                        .map(set -> spanset(set, hit.trace(), query.fields(), spss))
                        .toList();
                trace.set("spanSet", sets.getFirst());
                trace.putArray("spanSets").addAll(sets);
                trace.set("serviceStats", serviceStats(hit.trace()));
            }
        }
        long spans =
                candidates.stream().mapToLong(trace -> trace.spans().size()).sum();
        ObjectNode metrics = body.putObject("metrics");
        if (!withSpans && !candidates.isEmpty()) {
            metrics.put("inspectedTraces", candidates.size());
        }
        TempoJson.unlessZero(metrics, "inspectedBytes", spans * BYTES_OF_A_SPAN);
        metrics.put("completedJobs", 1).put("totalJobs", 1);
        return body;
    }

    private static void summary(TraceView trace, ObjectNode node) {
        node.put("traceID", trace.shownId()).put("rootServiceName", trace.rootService());
        TempoJson.unlessEmpty(node, "rootTraceName", trace.rootName());
        TempoJson.unlessZero(node, "startTimeUnixNano", trace.start());
        long millis = trace.duration() / 1_000_000;
        if (millis != 0) {
            node.put("durationMs", millis);
        }
    }

    private static ObjectNode spanset(Spanset set, TraceView trace, Set<Field> fields, int spss) {
        ObjectNode node = TempoJson.object();
        ArrayNode spans = node.putArray("spans");
        set.spans().stream().limit(spss).forEach(span -> spans.add(span(trace, span, fields)));
        node.put("matched", set.spans().cardinality());
        if (!set.attributes().isEmpty()) {
            ArrayNode attributes = node.putArray("attributes");
            set.attributes().forEach((key, value) -> attributes.add(TempoJson.attribute(key, value)));
        }
        return node;
    }

    private static ObjectNode span(TraceView trace, int number, Set<Field> fields) {
        StoredSpan span = trace.span(number);
        ObjectNode node = TempoJson.object().put("spanID", StoredSpan.hex(span.id()));
        if (fields.contains(Field.Intrinsic.NAME)) {
            TempoJson.unlessEmpty(node, "name", span.name());
        }
        TempoJson.unlessZero(node, "startTimeUnixNano", span.start());
        TempoJson.unlessZero(node, "durationNanos", span.duration());
        Map<String, Value> attributes = new LinkedHashMap<>();
        for (Field field : fields) {
            Value value = SHOWN_ELSEWHERE.contains(field) ? Value.Nil.NIL : shown(field, trace.value(field, number));
            if (!value.equals(Value.Nil.NIL)) {
                attributes.put(key(field), value);
            }
        }
        if (!attributes.isEmpty()) {
            ArrayNode array = node.putArray("attributes");
            attributes.forEach((key, value) -> array.add(TempoJson.attribute(key, value)));
        }
        return node;
    }

    /** Of a span's events or links the last; arrays that are attributes stay whole. */
    private static Value shown(Field field, Value value) {
        boolean ofMany = switch (field) {
            case Field.Attribute(Field.Scope scope, String _) ->
                scope == Field.Scope.EVENT || scope == Field.Scope.LINK;
            case Field.Intrinsic _ -> true;
        };
        return ofMany && value instanceof Value.Several(List<Value> values) ? values.getLast() : value;
    }

    private static String key(Field field) {
        return switch (field) {
            case Field.Attribute(Field.Scope _, String name) -> name;
            case Field.Intrinsic intrinsic -> intrinsic.toString();
        };
    }

    private static ObjectNode serviceStats(TraceView trace) {
        Map<String, int[]> counts = new TreeMap<>();
        for (StoredSpan span : trace.spans()) {
            int[] of = counts.computeIfAbsent(span.source().service(), _ -> new int[2]);
            of[0]++;
            of[1] += span.status() == SpanStatus.ERROR ? 1 : 0;
        }
        ObjectNode stats = TempoJson.object();
        counts.forEach((service, of) -> {
            ObjectNode node = stats.putObject(service).put("spanCount", of[0]);
            if (of[1] > 0) {
                node.put("errorCount", of[1]);
            }
        });
        return stats;
    }
}
