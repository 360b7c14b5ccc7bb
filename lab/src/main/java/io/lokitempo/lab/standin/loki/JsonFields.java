package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.Stage;
import io.lokitempo.lab.standin.logql.Stage.Extraction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code json} stage. Fields of nested objects get the names of their parents joined by underscores; arrays and null
 * make no label; what was read before a mistake stays.
 */
final class JsonFields {
    /** Keeps numbers as they are written, and reads an object whatever follows it. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String ERROR = "JSONParserErr";

    /** A field, by its keys from the outside in, with its value as written. */
    record Field(List<String> path, String value) {
        Field {
            path = List.copyOf(path);
        }

        String name() {
            return String.join("_", path);
        }
    }

    private JsonFields() {}

    static void extract(Stage.Json stage, Row row) {
        if (stage.only().isEmpty()) {
            all(row);
        } else {
            chosen(stage.only(), row);
        }
    }

    private static void all(Row row) {
        if (!row.line().stripLeading().startsWith("{")) {
            row.error(ERROR, "Value looks like object, but can't find closing '}' symbol");
            return;
        }
        List<Field> fields = new ArrayList<>();
        boolean whole = read(row.line(), fields);
        fields.forEach(field -> row.extract(field.name(), field.value()));
        if (!whole) {
            row.error(ERROR, "Malformed JSON error");
        }
    }

    /** @return whether the object is well formed; {@code fields} then has all of them, else those before the mistake */
    static boolean read(String line, List<Field> fields) {
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (true) {
                JsonToken token = parser.nextToken();
                switch (token) {
                    case null -> {
                        return false;
                    }
                    case PROPERTY_NAME -> path.addLast(parser.currentName());
                    case START_OBJECT -> {}
                    case END_OBJECT -> {
                        if (path.isEmpty()) {
                            return true;
                        }
                        path.removeLast();
                    }
                    case START_ARRAY -> {
                        parser.skipChildren();
                        path.removeLast();
                    }
                    case VALUE_NULL -> path.removeLast();
                    default -> {
                        fields.add(new Field(new ArrayList<>(path), parser.getString()));
                        path.removeLast();
                    }
                }
            }
        } catch (JacksonException _) {
            return false;
        }
    }

    private static void chosen(List<Extraction> only, Row row) {
        JsonNode root;
        try {
            root = JSON.readTree(row.line());
        } catch (JacksonException _) {
            row.error(ERROR, "");
            return;
        }
        for (Extraction extraction : only) {
            JsonNode node = root;
            for (Iterator<String> key = extraction.path().iterator(); key.hasNext(); ) {
                String step = key.next();
                node = node.isArray() && step.matches("[0-9]{1,9}")
                        ? node.path(Integer.parseInt(step))
                        : node.path(step);
            }
            row.extract(extraction.label(), node.isContainer() ? node.toString() : node.asString(""));
        }
    }
}
