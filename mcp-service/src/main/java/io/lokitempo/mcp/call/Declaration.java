package io.lokitempo.mcp.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tool as clients see it.
 *
 * @param inputSchema JSON Schema of its arguments; {@code max_tokens} is added to it
 * @param outputSchema JSON Schema of its structured answers
 */
public record Declaration(
        String name,
        String title,
        String description,
        Effect effect,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema) {
    /** What calling a tool changes. */
    public enum Effect {
        /** Nothing, here or elsewhere. */
        READS,
        /** Adds a file to the export folder. */
        ADDS_FILE,
        /** Replaces settings that all clients see. */
        CHANGES_SETTINGS
    }

    public static final String MAX_TOKENS = "max_tokens";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    public Declaration {
        inputSchema = Collections.unmodifiableMap(inputSchema);
        outputSchema = Collections.unmodifiableMap(outputSchema);
    }

    /**
     * @param properties the inside of the input schema's {@code properties}
     * @param tables the tables its answers can hold
     */
    public static Declaration of(
            String name, String title, Effect effect, String description, String properties, String... tables) {
        return new Declaration(name, title, description, effect, input(properties), output(List.of(tables)));
    }

    private static Map<String, Object> input(String properties) {
        Map<String, Object> all = new LinkedHashMap<>(JSON.readValue("{" + properties + "}", OBJECT));
        all.put(MAX_TOKENS, Map.of("type", "integer"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", all);
        return schema;
    }

    private static Map<String, Object> output(List<String> tables) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("subject", Map.of("type", "string"));
        properties.put("source", Map.of("type", "string"));
        properties.put("coverage", Map.of("type", "array"));
        properties.put("facts", Map.of("type", "object"));
        Map<String, Object> shapes = new LinkedHashMap<>();
        tables.forEach(table -> shapes.put(table, Map.of("required", List.of("columns", "rows"))));
        properties.put("tables", Map.of("type", "object", "properties", shapes));
        properties.put("next", Map.of("type", "array"));
        properties.put("error", Map.of("type", "object"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    /** Names of the arguments it takes. */
    @SuppressWarnings("unchecked")
    public Map<String, Map<String, Object>> parameters() {
        return (Map<String, Map<String, Object>>) inputSchema.getOrDefault("properties", Map.of());
    }

    boolean takes(String argument) {
        return parameters().containsKey(argument);
    }

    @Nullable
    List<?> choices(String argument) {
        Map<String, Object> schema = parameters().get(argument);
        return schema == null ? null : (List<?>) schema.get("enum");
    }
}
