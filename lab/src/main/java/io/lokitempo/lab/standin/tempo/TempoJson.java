package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.traceql.Value;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Tempo's answers have in common: protobuf's JSON, in which long numbers are text and zeros are left out. */
final class TempoJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private TempoJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    static void unlessEmpty(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }

    static void unlessZero(ObjectNode node, String name, long number) {
        if (number != 0) {
            node.put(name, Long.toString(number));
        }
    }

    static ObjectNode attribute(String key, Value value) {
        return object().put("key", key).set("value", value(value));
    }

    private static ObjectNode value(Value value) {
        ObjectNode node = object();
        switch (value) {
            case Value.Text(String text) -> node.put("stringValue", text);
            case Value.Whole(long number) -> node.put("intValue", Long.toString(number));
            case Value.Decimal(double number) -> number(node, "doubleValue", number);
            case Value.Flag(boolean flag) -> node.put("boolValue", flag);
            case Value.Several(List<Value> values) -> {
                ArrayNode elements = node.putObject("arrayValue").putArray("values");
                values.forEach(element -> elements.add(value(element)));
            }
            case Value.Duration(long nanos) -> node.put("stringValue", GoDuration.format(nanos));
            case Value.Status _, Value.Kind _, Value.Nil _ -> node.put("stringValue", value.toString());
        }
        return node;
    }

    /** Whole numbers without a fraction, as Go writes them. */
    static void number(ObjectNode node, String name, double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            node.put(name, (long) number);
        } else {
            node.put(name, number);
        }
    }
}
