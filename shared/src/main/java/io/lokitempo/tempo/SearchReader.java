package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.tempo.TraceHits.ServiceStats;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one answer of {@code /api/search}. Tempo leaves zeros out, so that what is missing is 0. */
final class SearchReader implements AnswerReader<TraceHits> {
    private static final String SPAN_SCOPE = "span:";

    private final int limit;
    private final List<TraceHit> traces = new ArrayList<>();
    private long inspectedTraces;
    private long inspectedBytes;
    private long completedJobs;
    private long totalJobs;

    SearchReader(int limit) {
        this.limit = limit;
    }

    @Override
    public Answered<TraceHits> read(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "traces" -> {
                    for (JsonCursor trace : json.elements()) {
                        traces.add(trace(trace));
                    }
                }
                case "metrics" -> metrics(json);
                default -> {}
            }
        }
        boolean complete = traces.size() < limit && completedJobs >= totalJobs;
        return new Answered<>(new TraceHits(traces, complete, inspectedTraces, inspectedBytes));
    }

    private void metrics(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "inspectedTraces" -> inspectedTraces = json.whole();
                case "inspectedBytes" -> inspectedBytes = json.whole();
                case "completedJobs" -> completedJobs = json.whole();
                case "totalJobs" -> totalJobs = json.whole();
                default -> {}
            }
        }
    }

    private static TraceHit trace(JsonCursor json) {
        String id = "";
        String rootService = "";
        String rootName = "";
        long start = 0;
        long duration = 0;
        SpanSets first = new SpanSets();
        SpanSets all = new SpanSets();
        Map<String, ServiceStats> services = Map.of();
        for (String name : json.fields()) {
            switch (name) {
                case "traceID" -> id = json.text();
                case "rootServiceName" -> rootService = json.text();
                case "rootTraceName" -> rootName = json.text();
                case "startTimeUnixNano" -> start = json.whole();
                case "durationMs" -> duration = json.whole();
                case "spanSet" -> first.add(json);
                case "spanSets" -> {
                    for (JsonCursor set : json.elements()) {
                        all.add(set);
                    }
                }
                case "serviceStats" -> services = services(json);
                default -> {}
            }
        }
        SpanSets sets = all.spans.isEmpty() ? first : all; // spanSet repeats the first of spanSets
        return new TraceHit(TraceId.of(id), rootService, rootName, start, duration, sets.spans, sets.matched, services);
    }

    /** The spans of a trace that matched; a query with {@code by()} returns several sets. */
    private static final class SpanSets {
        private final List<HitSpan> spans = new ArrayList<>();
        private int matched;

        void add(JsonCursor json) {
            for (String name : json.fields()) {
                switch (name) {
                    case "spans" -> {
                        for (JsonCursor span : json.elements()) {
                            spans.add(span(span));
                        }
                    }
                    case "matched" -> matched += Math.toIntExact(json.whole());
                    default -> {}
                }
            }
        }
    }

    private static HitSpan span(JsonCursor json) {
        String id = "";
        String operation = "";
        long start = 0;
        long duration = 0;
        Map<String, AttributeValue> attributes = Map.of();
        for (String name : json.fields()) {
            switch (name) {
                case "spanID" -> id = json.text();
                case "name" -> operation = json.text();
                case "startTimeUnixNano" -> start = json.whole();
                case "durationNanos" -> duration = json.whole();
                case "attributes" -> attributes = unscoped(Attributes.read(json));
                default -> {}
            }
        }
        return new HitSpan(SpanId.of(id), operation, start, duration, attributes);
    }

    /** Tempo drops the scope of attributes, but not of the intrinsics that are named with one: {@code span:parentID}. */
    private static Map<String, AttributeValue> unscoped(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> unscoped = new HashMap<>();
        attributes.forEach((name, value) ->
                unscoped.put(name.startsWith(SPAN_SCOPE) ? name.substring(SPAN_SCOPE.length()) : name, value));
        return unscoped;
    }

    private static Map<String, ServiceStats> services(JsonCursor json) {
        Map<String, ServiceStats> services = new HashMap<>();
        for (String service : json.fields()) {
            int spans = 0;
            int errors = 0;
            for (String name : json.fields()) {
                switch (name) {
                    case "spanCount" -> spans = Math.toIntExact(json.whole());
                    case "errorCount" -> errors = Math.toIntExact(json.whole());
                    default -> {}
                }
            }
            services.put(service, new ServiceStats(spans, errors));
        }
        return services;
    }
}
