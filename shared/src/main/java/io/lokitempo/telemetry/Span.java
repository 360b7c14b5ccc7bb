package io.lokitempo.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One span of a trace.
 *
 * @param parentId null for a root
 * @param operation the span's name
 * @param startNanos nanoseconds since the epoch
 * @param durationNanos at least 0
 * @param attributes the span's own attributes
 * @param resource attributes of the process that made it, {@code service.version} for one
 */
public record Span(
        TraceId traceId,
        SpanId spanId,
        @Nullable SpanId parentId,
        ServiceName service,
        String operation,
        SpanKind kind,
        SpanStatus status,
        String statusMessage,
        long startNanos,
        long durationNanos,
        Map<String, AttributeValue> attributes,
        Map<String, AttributeValue> resource,
        List<SpanEvent> events) {
    public Span {
        if (durationNanos < 0) {
            durationNanos = 0; // clocks that step back during a span are seen in the field
        }
        attributes = Map.copyOf(attributes);
        resource = Map.copyOf(resource);
        events = List.copyOf(events);
    }

    public long endNanos() {
        return startNanos + durationNanos;
    }

    public boolean isError() {
        return status == SpanStatus.ERROR;
    }

    public Optional<String> version() {
        return Optional.ofNullable(resource.get("service.version")).map(AttributeValue::text);
    }
}
