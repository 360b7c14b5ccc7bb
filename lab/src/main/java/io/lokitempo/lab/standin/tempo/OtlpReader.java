package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.tempo.StoredSpan.Event;
import io.lokitempo.lab.standin.tempo.StoredSpan.Link;
import io.lokitempo.lab.standin.tempo.StoredSpan.Source;
import io.lokitempo.lab.standin.traceql.Value;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads OTLP over HTTP in JSON.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP JSON encoding</a>
 */
final class OtlpReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private final Interned<String> names = new Interned<>();
    private final Interned<Value> values = new Interned<>();
    private final Interned<Map<String, Value>> attributes = new Interned<>();
    private final Interned<Source> sources = new Interned<>();

    /** Spans by trace id. */
    Map<String, List<StoredSpan>> read(ApiRequest request) {
        if (!request.header("Content-Type").startsWith("application/json")) {
            throw new Refusal(415, "stand-in: 415 unsupported media type, supported: [application/json]");
        }
        Map<String, List<StoredSpan>> spans = new LinkedHashMap<>();
        for (JsonNode resourceSpans : parsed(request.body()).path("resourceSpans")) {
            Map<String, Value> resource =
                    attributes(resourceSpans.path("resource").path("attributes"));
            for (JsonNode scopeSpans : resourceSpans.path("scopeSpans")) {
                JsonNode scope = scopeSpans.path("scope");
                Source source = sources.of(new Source(
                        resource,
                        scope.path("name").asString(""),
                        scope.path("version").asString("")));
                for (JsonNode span : scopeSpans.path("spans")) {
                    spans.computeIfAbsent(id(span.path("traceId"), 32, "trace"), _ -> new ArrayList<>())
                            .add(span(span, source));
                }
            }
        }
        return spans;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw malformed(e.getOriginalMessage());
        }
    }

    private static Refusal malformed(String problem) {
        return Refusal.badRequest(
                JSON.createObjectNode().put("code", 3).put("message", problem).toString());
    }

    private static String id(JsonNode node, int digits, String what) {
        String id = node.asString("").toLowerCase(Locale.ROOT);
        if (id.length() != digits || !HEX.matcher(id).matches()) {
            throw malformed(what + " ids must be " + digits * 4 + " bit, received " + id.length() * 4 + " bits");
        }
        return id;
    }

    private StoredSpan span(JsonNode span, Source source) {
        long start = span.path("startTimeUnixNano").asLong(0);
        JsonNode parent = span.path("parentSpanId");
        JsonNode status = span.path("status");
        return new StoredSpan(
                Long.parseUnsignedLong(id(span.path("spanId"), 16, "span"), 16),
                parent.asString("").isEmpty() ? 0 : Long.parseUnsignedLong(id(parent, 16, "span"), 16),
                names.of(span.path("name").asString("")),
                SpanKind.of(span.path("kind").asString("")),
                SpanStatus.of(status.path("code").asString("")),
                names.of(status.path("message").asString("")),
                start,
                Math.max(start, span.path("endTimeUnixNano").asLong(start)),
                attributes(span.path("attributes")),
                source,
                events(span.path("events")),
                links(span.path("links")));
    }

    private List<Event> events(JsonNode nodes) {
        List<Event> events = new ArrayList<>();
        for (JsonNode node : nodes) {
            events.add(new Event(
                    node.path("timeUnixNano").asLong(0),
                    names.of(node.path("name").asString("")),
                    attributes(node.path("attributes"))));
        }
        return List.copyOf(events);
    }

    private List<Link> links(JsonNode nodes) {
        List<Link> links = new ArrayList<>();
        for (JsonNode node : nodes) {
            links.add(new Link(
                    id(node.path("traceId"), 32, "trace"),
                    id(node.path("spanId"), 16, "span"),
                    attributes(node.path("attributes"))));
        }
        return List.copyOf(links);
    }

    private Map<String, Value> attributes(JsonNode nodes) {
        Map<String, Value> read = new HashMap<>();
        for (JsonNode node : nodes) {
            read.put(names.of(node.path("key").asString("")), values.of(value(node.path("value"))));
        }
        return attributes.of(Map.copyOf(read));
    }

    private static Value value(JsonNode node) {
        if (node.has("intValue")) {
            return new Value.Whole(node.path("intValue").asLong(0));
        }
        if (node.has("doubleValue")) {
            return new Value.Decimal(node.path("doubleValue").asDouble(0));
        }
        if (node.has("boolValue")) {
            return new Value.Flag(node.path("boolValue").asBoolean(false));
        }
        if (node.has("arrayValue")) {
            List<Value> several = new ArrayList<>();
            node.path("arrayValue").path("values").forEach(element -> several.add(value(element)));
            return new Value.Several(several);
        }
        return new Value.Text(
                node.has("kvlistValue")
                        ? node.path("kvlistValue").toString()
                        : node.path("stringValue").asString(""));
    }
}
