package io.lokitempo.lab.contract;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of an OTLP push, service by service. */
final class SpanPush {
    private final ObjectNode body = Server.JSON.createObjectNode();
    private final ArrayNode resourceSpans = body.putArray("resourceSpans");
    private ArrayNode spans = Server.JSON.createArrayNode();
    private ObjectNode last = Server.JSON.createObjectNode();

    SpanPush service(String name, Map<String, Object> resource) {
        ObjectNode node = resourceSpans.addObject();
        ArrayNode attributes = node.putObject("resource").putArray("attributes");
        attributes.add(attribute("service.name", name));
        resource.forEach((key, value) -> attributes.add(attribute(key, value)));
        ObjectNode scopeSpans = node.putArray("scopeSpans").addObject();
        scopeSpans.putObject("scope").put("name", "contract").put("version", "1");
        spans = scopeSpans.putArray("spans");
        return this;
    }

    /** @param parent empty of a root */
    SpanPush span(
            String traceId,
            String spanId,
            String parent,
            String name,
            int kind,
            long start,
            long duration,
            Map<String, Object> attributes) {
        last = spans.addObject()
                .put("traceId", traceId)
                .put("spanId", spanId)
                .put("name", name)
                .put("kind", kind)
                .put("startTimeUnixNano", Long.toString(start))
                .put("endTimeUnixNano", Long.toString(start + duration));
        if (!parent.isEmpty()) {
            last.put("parentSpanId", parent);
        }
        ArrayNode array = last.putArray("attributes");
        attributes.forEach((key, value) -> array.add(attribute(key, value)));
        return this;
    }

    SpanPush failed(String message) {
        last.putObject("status").put("code", 2).put("message", message);
        return this;
    }

    SpanPush event(long time, String name, Map<String, Object> attributes) {
        ObjectNode event = last.putArray("events")
                .addObject()
                .put("timeUnixNano", Long.toString(time))
                .put("name", name);
        ArrayNode array = event.putArray("attributes");
        attributes.forEach((key, value) -> array.add(attribute(key, value)));
        return this;
    }

    JsonNode body() {
        return body;
    }

    private static ObjectNode attribute(String key, Object value) {
        return Server.JSON.createObjectNode().put("key", key).set("value", value(value));
    }

    private static ObjectNode value(Object value) {
        ObjectNode node = Server.JSON.createObjectNode();
        switch (value) {
            case String text -> node.put("stringValue", text);
            case Integer number -> node.put("intValue", number.toString());
            case Double number -> node.put("doubleValue", number);
            case Boolean flag -> node.put("boolValue", flag);
            case List<?> several -> {
                ArrayNode values = node.putObject("arrayValue").putArray("values");
                several.forEach(one -> values.add(value(one)));
            }
            default -> throw new IllegalArgumentException(value.getClass().toString());
        }
        return node;
    }
}
