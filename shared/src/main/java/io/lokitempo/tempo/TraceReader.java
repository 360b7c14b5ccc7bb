package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanEvent;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one trace, in v2's shape ({@code {"trace": {"resourceSpans": ..}, "status": ..}}) or v1's ({@code batches}). */
final class TraceReader implements AnswerReader<TraceLookup> {
    private static final String SERVICE_NAME = "service.name";
    private static final int MAX_SERVICE_NAME = 256;

    private final TraceId asked;
    private final List<Span> spans = new ArrayList<>();
    private boolean partial;
    private String message = "";

    TraceReader(TraceId asked) {
        this.asked = asked;
    }

    @Override
    public Answered<TraceLookup> read(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "trace" -> trace(json);
                case "batches", "resourceSpans" -> batches(json);
                case "status" -> partial = isPartial(json.text());
                case "message" -> message = json.text();
                default -> {}
            }
        }
        List<String> warnings = message.isEmpty() ? List.of() : List.of(message);
        spans.sort(Comparator.comparingLong(Span::startNanos));
        return new Answered<>(
                spans.isEmpty() ? new TraceLookup.Absent() : new TraceLookup.Found(spans, partial), warnings);
    }

    static boolean isPartial(String status) {
        return status.equals("PARTIAL") || status.equals("1");
    }

    private void trace(JsonCursor json) {
        for (String name : json.fields()) {
            if (name.equals("resourceSpans") || name.equals("batches")) {
                batches(json);
            }
        }
    }

    private void batches(JsonCursor json) {
        for (JsonCursor batch : json.elements()) {
            batch(batch);
        }
    }

    private void batch(JsonCursor json) {
        Map<String, AttributeValue> resource = Map.of();
        List<SpanFields> found = new ArrayList<>();
        for (String name : json.fields()) {
            switch (name) {
                case "resource" -> resource = Map.copyOf(resource(json));
                case "scopeSpans", "instrumentationLibrarySpans" -> {
                    for (JsonCursor scope : json.elements()) {
                        scope(scope, found);
                    }
                }
                default -> {}
            }
        }
        ServiceName service = service(resource);
        for (SpanFields fields : found) {
            spans.add(fields.span(asked, service, resource));
        }
    }

    private static Map<String, AttributeValue> resource(JsonCursor json) {
        Map<String, AttributeValue> attributes = Map.of();
        for (String name : json.fields()) {
            if (name.equals("attributes")) {
                attributes = Attributes.read(json);
            }
        }
        return attributes;
    }

    private static void scope(JsonCursor json, List<SpanFields> found) {
        for (String name : json.fields()) {
            if (name.equals("spans")) {
                for (JsonCursor span : json.elements()) {
                    found.add(SpanFields.read(span));
                }
            }
        }
    }

    private static ServiceName service(Map<String, AttributeValue> resource) {
        AttributeValue named = resource.get(SERVICE_NAME);
        if (named == null || named.text().isBlank()) {
            return ServiceName.UNKNOWN;
        }
        String name = named.text();
        return new ServiceName(name.length() <= MAX_SERVICE_NAME ? name : name.substring(0, MAX_SERVICE_NAME));
    }

    /** A span's own fields; its resource may follow after it. */
    private static final class SpanFields {
        private @Nullable TraceId traceId;
        private SpanId spanId = SpanId.of("0");
        private @Nullable SpanId parentId;
        private String name = "";
        private SpanKind kind = SpanKind.UNSPECIFIED;
        private SpanStatus status = SpanStatus.UNSET;
        private String statusMessage = "";
        private long startNanos;
        private long endNanos;
        private Map<String, AttributeValue> attributes = Map.of();
        private final List<SpanEvent> events = new ArrayList<>();

        static SpanFields read(JsonCursor json) {
            SpanFields span = new SpanFields();
            for (String field : json.fields()) {
                switch (field) {
                    case "traceId" -> span.traceId = OtlpId.traceId(json.text());
                    case "spanId" -> span.spanId = OtlpId.spanId(json.text());
                    case "parentSpanId" -> span.parentId = OtlpId.parentId(json.text());
                    case "name" -> span.name = json.text();
                    case "kind" -> span.kind = SpanKind.of(json.text());
                    case "startTimeUnixNano" -> span.startNanos = json.whole();
                    case "endTimeUnixNano" -> span.endNanos = json.whole();
                    case "attributes" -> span.attributes = Attributes.read(json);
                    case "status" -> span.status(json);
                    case "events" -> {
                        for (JsonCursor event : json.elements()) {
                            span.events.add(event(event));
                        }
                    }
                    default -> {}
                }
            }
            return span;
        }

        private void status(JsonCursor json) {
            for (String field : json.fields()) {
                switch (field) {
                    case "code" -> status = SpanStatus.of(json.text());
                    case "message" -> statusMessage = json.text();
                    default -> {}
                }
            }
        }

        private static SpanEvent event(JsonCursor json) {
            long time = 0;
            String name = "";
            Map<String, AttributeValue> attributes = new HashMap<>();
            for (String field : json.fields()) {
                switch (field) {
                    case "timeUnixNano" -> time = json.whole();
                    case "name" -> name = json.text();
                    case "attributes" -> attributes = Attributes.read(json);
                    default -> {}
                }
            }
            return new SpanEvent(time, name, attributes);
        }

        Span span(TraceId asked, ServiceName service, Map<String, AttributeValue> resource) {
            return new Span(
                    traceId == null ? asked : traceId,
                    spanId,
                    parentId,
                    service,
                    name,
                    kind,
                    status,
                    statusMessage,
                    startNanos,
                    endNanos - startNanos,
                    attributes,
                    resource,
                    events);
        }
    }
}
