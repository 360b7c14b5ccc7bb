package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.tempo.TraceHits.TraceHit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Spans as a search returns them, as spans: their kind, status, service and parent come as selected attributes. */
final class HitSpans {
    private static final String SERVICE = "service.name";
    private static final String VERSION = "service.version";
    private static final String KIND = "kind";
    private static final String STATUS = "status";
    private static final Set<String> PARENT = Set.of("span:parentID", "parentID");
    /** What Tempo shows for a selected attribute that a span does not have. */
    static final String ABSENT = "nil";

    private static final String NO_PARENT = "0".repeat(16);

    private HitSpans() {}

    static List<Span> of(TraceHit trace) {
        return trace.spans().stream().map(span -> of(trace.traceId(), span)).toList();
    }

    private static Span of(TraceId traceId, HitSpan hit) {
        Map<String, AttributeValue> attributes = new HashMap<>(hit.attributes());
        attributes.values().removeIf(value -> value.text().equals(ABSENT));
        Map<String, AttributeValue> resource = new HashMap<>();
        AttributeValue version = attributes.remove(VERSION);
        if (version != null) {
            resource.put(VERSION, version);
        }
        String service = taken(attributes, SERVICE);
        return new Span(
                traceId,
                hit.spanId(),
                parent(attributes),
                service.isBlank() || service.length() > 256 ? ServiceName.UNKNOWN : new ServiceName(service),
                hit.name(),
                SpanKind.of(taken(attributes, KIND)),
                SpanStatus.of(taken(attributes, STATUS)),
                "",
                hit.startNanos(),
                hit.durationNanos(),
                attributes,
                resource,
                List.of());
    }

    private static @Nullable SpanId parent(Map<String, AttributeValue> attributes) {
        for (String name : PARENT) {
            String id = taken(attributes, name);
            if (!id.isEmpty()) {
                return id.equals(NO_PARENT) ? null : SpanId.of(id);
            }
        }
        return null;
    }

    private static String taken(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.remove(name);
        return value == null ? "" : value.text();
    }
}
