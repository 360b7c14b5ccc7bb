package io.lokitempo.telemetry;

import java.util.Map;

/** Something that happened during a span, an exception for one. */
public record SpanEvent(long timeNanos, String name, Map<String, AttributeValue> attributes) {
    public SpanEvent {
        attributes = Map.copyOf(attributes);
    }
}
