package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.tempo.StoredSpan.Source;
import io.lokitempo.lab.standin.traceql.Value;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A trace as OTLP in protobuf's JSON: ids in base64, enums by name. */
final class TraceJson {
    private TraceJson() {}

    /** Spans by what made them. */
    static ArrayNode resourceSpans(StoredTrace trace) {
        byte[] traceId = HexFormat.of().parseHex(trace.id());
        Map<Source, ArrayNode> bySource = new LinkedHashMap<>();
        for (StoredSpan span : trace.spans()) {
            bySource.computeIfAbsent(span.source(), _ -> TempoJson.array()).add(span(span, traceId));
        }
        ArrayNode result = TempoJson.array();
        bySource.forEach((source, spans) -> {
            ObjectNode node = result.addObject();
            attributes(node.putObject("resource"), source.resource());
            ObjectNode scopeSpans = node.putArray("scopeSpans").addObject();
            ObjectNode scope = scopeSpans.putObject("scope");
            TempoJson.unlessEmpty(scope, "name", source.library());
            TempoJson.unlessEmpty(scope, "version", source.libraryVersion());
            scopeSpans.set("spans", spans);
        });
        return result;
    }

    private static ObjectNode span(StoredSpan span, byte[] traceId) {
        ObjectNode node = TempoJson.object().put("traceId", base64(traceId)).put("spanId", base64(span.id()));
        if (!span.isRoot()) {
            node.put("parentSpanId", base64(span.parentId()));
        }
        TempoJson.unlessEmpty(node, "name", span.name());
        if (span.kind() != SpanKind.UNSPECIFIED) {
            node.put("kind", "SPAN_KIND_" + span.kind());
        }
        TempoJson.unlessZero(node, "startTimeUnixNano", span.start());
        TempoJson.unlessZero(node, "endTimeUnixNano", span.end());
        attributes(node, span.attributes());
        if (!span.events().isEmpty()) {
            ArrayNode events = node.putArray("events");
            span.events().forEach(event -> events.add(event(event)));
        }
        if (!span.links().isEmpty()) {
            ArrayNode links = node.putArray("links");
            span.links().forEach(link -> links.add(link(link)));
        }
        ObjectNode status = node.putObject("status");
        TempoJson.unlessEmpty(status, "message", span.statusMessage());
        if (span.status() != SpanStatus.UNSET) {
            status.put("code", "STATUS_CODE_" + span.status());
        }
        return node;
    }

    private static ObjectNode event(StoredSpan.Event event) {
        ObjectNode node = TempoJson.object();
        TempoJson.unlessZero(node, "timeUnixNano", event.time());
        TempoJson.unlessEmpty(node, "name", event.name());
        attributes(node, event.attributes());
        return node;
    }

    private static ObjectNode link(StoredSpan.Link link) {
        ObjectNode node = TempoJson.object()
                .put("traceId", base64(HexFormat.of().parseHex(link.traceId())))
                .put("spanId", base64(HexFormat.of().parseHex(link.spanId())));
        attributes(node, link.attributes());
        return node;
    }

    private static void attributes(ObjectNode node, Map<String, Value> attributes) {
        if (!attributes.isEmpty()) {
            ArrayNode array = node.putArray("attributes");
            new TreeMap<>(attributes).forEach((key, value) -> array.add(TempoJson.attribute(key, value)));
        }
    }

    private static String base64(long id) {
        return base64(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    private static String base64(byte[] id) {
        return Base64.getEncoder().encodeToString(id);
    }
}
