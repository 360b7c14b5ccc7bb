package io.lokitempo.mcp.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete call of a tool, to be made as it stands.
 *
 * @param arguments strings, numbers, booleans and maps of these by name, in order
 */
public record Call(String tool, Map<String, Object> arguments) {
    public Call {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    public static Call of(String tool) {
        return new Call(tool, Map.of());
    }

    /** This call with one argument more, or without it where the value is empty. */
    public Call with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(arguments);
        if (value.equals("")) {
            more.remove(name);
        } else {
            more.put(name, value);
        }
        return new Call(tool, more);
    }

    /** {@code tool {"name":"value"}}. */
    @Override
    public String toString() {
        JsonText json = new JsonText();
        writeArguments(json);
        return tool + " " + json;
    }

    void writeArguments(JsonText json) {
        write(json, arguments);
    }

    private static void write(JsonText json, Map<?, ?> object) {
        json.open('{');
        object.forEach((name, value) -> {
            json.key(name.toString());
            switch (value) {
                case Boolean flag -> json.literal(flag.toString());
                case Number number -> json.literal(number.toString());
                case Map<?, ?> inner -> write(json, inner);
                default -> json.value(value.toString());
            }
        });
        json.close('}');
    }
}
