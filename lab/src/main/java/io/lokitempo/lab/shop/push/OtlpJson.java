package io.lokitempo.lab.shop.push;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanEvent;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * OTLP traces as JSON: ids in hex, 64-bit numbers as text, kinds and status codes as numbers.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP JSON encoding</a>
 */
final class OtlpJson {
    private OtlpJson() {}

    static void write(List<Span> spans, JsonGenerator json) {
        Map<Map<String, AttributeValue>, List<Span>> resources = new LinkedHashMap<>();
        for (Span span : spans) {
            resources.computeIfAbsent(span.resource(), _ -> new ArrayList<>()).add(span);
        }
        json.writeStartObject();
        json.writeArrayPropertyStart("resourceSpans");
        resources.forEach((resource, its) -> resource(resource, its, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void resource(Map<String, AttributeValue> resource, List<Span> spans, JsonGenerator json) {
        json.writeStartObject();
        json.writeObjectPropertyStart("resource");
        attributes(resource, json);
        json.writeEndObject();
        json.writeArrayPropertyStart("scopeSpans");
        json.writeStartObject();
        json.writeObjectPropertyStart("scope");
        json.writeStringProperty("name", "io.lokitempo.lab");
        json.writeEndObject();
        json.writeArrayPropertyStart("spans");
        spans.forEach(span -> span(span, json));
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void span(Span span, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("traceId", span.traceId().hex());
        json.writeStringProperty("spanId", span.spanId().hex());
        if (span.parentId() != null) {
            json.writeStringProperty("parentSpanId", span.parentId().hex());
        }
        json.writeStringProperty("name", span.operation());
        json.writeNumberProperty("kind", number(span.kind()));
        json.writeStringProperty("startTimeUnixNano", Long.toString(span.startNanos()));
        json.writeStringProperty("endTimeUnixNano", Long.toString(span.endNanos()));
        attributes(span.attributes(), json);
        if (!span.events().isEmpty()) {
            json.writeArrayPropertyStart("events");
            span.events().forEach(event -> event(event, json));
            json.writeEndArray();
        }
        if (span.status() != SpanStatus.UNSET) {
            json.writeObjectPropertyStart("status");
            json.writeNumberProperty("code", span.status() == SpanStatus.OK ? 1 : 2);
            json.writeStringProperty("message", span.statusMessage());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void event(SpanEvent event, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("timeUnixNano", Long.toString(event.timeNanos()));
        json.writeStringProperty("name", event.name());
        attributes(event.attributes(), json);
        json.writeEndObject();
    }

    private static void attributes(Map<String, AttributeValue> attributes, JsonGenerator json) {
        json.writeArrayPropertyStart("attributes");
        attributes.forEach((key, value) -> {
            json.writeStartObject();
            json.writeStringProperty("key", key);
            json.writeObjectPropertyStart("value");
            value(value, json);
            json.writeEndObject();
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void value(AttributeValue value, JsonGenerator json) {
        switch (value) {
            case AttributeValue.Text(String text) -> json.writeStringProperty("stringValue", text);
            case AttributeValue.Whole(long number) -> json.writeStringProperty("intValue", Long.toString(number));
            case AttributeValue.Decimal(double number) -> json.writeNumberProperty("doubleValue", number);
            case AttributeValue.Flag(boolean flag) -> json.writeBooleanProperty("boolValue", flag);
        }
    }

    private static int number(SpanKind kind) {
        return switch (kind) {
            case UNSPECIFIED -> 0;
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }
}
