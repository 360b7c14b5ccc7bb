package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.AttributeValue.Decimal;
import io.lokitempo.telemetry.AttributeValue.Flag;
import io.lokitempo.telemetry.AttributeValue.Text;
import io.lokitempo.telemetry.AttributeValue.Whole;
import io.lokitempo.upstream.JsonCursor;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * OTLP attributes: {@code [{"key": .., "value": {"intValue": "7"}}]}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP as JSON</a>
 */
final class Attributes {
    private static final JsonFactory JSON = new JsonFactory();

    private Attributes() {}

    static Map<String, AttributeValue> read(JsonCursor json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (JsonCursor attribute : json.elements()) {
            String key = "";
            AttributeValue value = new Text("");
            for (String name : attribute.fields()) {
                switch (name) {
                    case "key" -> key = json.text();
                    case "value" -> value = value(json);
                    default -> {}
                }
            }
            attributes.put(key, value);
        }
        return attributes;
    }

    private static AttributeValue value(JsonCursor json) {
        AttributeValue value = new Text("");
        for (String type : json.fields()) {
            value = switch (type) {
                case "stringValue", "bytesValue" -> new Text(json.text());
                case "intValue" -> new Whole(json.whole());
                case "doubleValue" -> new Decimal(json.decimal());
                case "boolValue" -> new Flag(json.flag());
                case "arrayValue", "kvlistValue" -> new Text(nested(type, json));
                default -> value;
            };
        }
        return value;
    }

    /** An array or a map as the JSON that a person would write, without OTLP's wrapping of each value. */
    private static String nested(String type, JsonCursor json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(type, json, out);
        }
        return text.toString();
    }

    private static void write(String type, JsonCursor json, JsonGenerator out) {
        switch (type) {
            case "intValue" -> out.writeNumber(json.whole());
            case "doubleValue" -> out.writeNumber(json.decimal());
            case "boolValue" -> out.writeBoolean(json.flag());
            case "arrayValue" -> {
                out.writeStartArray();
                elements(json, () -> writeValue(json, out));
                out.writeEndArray();
            }
            case "kvlistValue" -> {
                out.writeStartObject();
                elements(json, () -> writePair(json, out));
                out.writeEndObject();
            }
            default -> out.writeString(json.text());
        }
    }

    /** Runs {@code each} at the elements of {@code {"values": [..]}}. */
    private static void elements(JsonCursor json, Runnable each) {
        for (String name : json.fields()) {
            if (name.equals("values")) {
                for (JsonCursor _ : json.elements()) {
                    each.run();
                }
            }
        }
    }

    private static void writePair(JsonCursor json, JsonGenerator out) {
        boolean written = false;
        for (String name : json.fields()) {
            switch (name) {
                case "key" -> out.writeName(json.text());
                case "value" -> {
                    writeValue(json, out);
                    written = true;
                }
                default -> {}
            }
        }
        if (!written) {
            out.writeNull();
        }
    }

    private static void writeValue(JsonCursor json, JsonGenerator out) {
        boolean written = false;
        for (String type : json.fields()) {
            write(type, json, out);
            written = true;
        }
        if (!written) {
            out.writeNull();
        }
    }
}
