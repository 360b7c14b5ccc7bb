package io.lokitempo.tempo;

import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.List;

/** Reads the answers about attributes, of API v2 and v1. */
final class TagReaders {
    private TagReaders() {}

    /** {@code {"scopes": [{"name", "tags"}]}}. */
    static Answered<List<TagScope>> scopes(JsonCursor json) {
        List<TagScope> scopes = new ArrayList<>();
        for (String field : json.fields()) {
            if (field.equals("scopes")) {
                for (JsonCursor scope : json.elements()) {
                    scopes.add(scope(scope));
                }
            }
        }
        return new Answered<>(List.copyOf(scopes));
    }

    private static TagScope scope(JsonCursor json) {
        String scope = "";
        List<String> names = List.of();
        for (String field : json.fields()) {
            switch (field) {
                case "name" -> scope = json.text();
                case "tags" -> names = json.list();
                default -> {}
            }
        }
        return new TagScope(scope, names);
    }

    /** v1's {@code {"tagNames": [..]}}, which knows no scopes. */
    static Answered<List<TagScope>> names(JsonCursor json) {
        List<String> names = List.of();
        for (String field : json.fields()) {
            if (field.equals("tagNames")) {
                names = json.list();
            }
        }
        return new Answered<>(names.isEmpty() ? List.of() : List.of(new TagScope("", names)));
    }

    /** {@code {"tagValues": [..]}}: of {@code {"type", "value"}} in v2, of texts in v1. */
    static Answered<List<TagValue>> values(JsonCursor json) {
        List<TagValue> values = new ArrayList<>();
        for (String field : json.fields()) {
            if (field.equals("tagValues")) {
                for (JsonCursor value : json.elements()) {
                    values.add(value.isObject() ? value(value) : new TagValue("string", value.text()));
                }
            }
        }
        return new Answered<>(List.copyOf(values));
    }

    private static TagValue value(JsonCursor json) {
        String type = "";
        String value = "";
        for (String field : json.fields()) {
            switch (field) {
                case "type" -> type = json.text();
                case "value" -> value = json.text();
                default -> {}
            }
        }
        return new TagValue(type, value);
    }
}
