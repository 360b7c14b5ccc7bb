package io.lokitempo.loki;

import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads Loki's smaller answers. A list with nothing in it is left out by Loki, name and all. */
final class LokiReaders {
    private LokiReaders() {}

    /** {@code {"status": "success", "data": [..]}}. */
    static <T> AnswerReader<List<T>> data(Function<JsonCursor, T> element) {
        return list("data", element);
    }

    /** An object that holds a list under {@code name}. */
    static <T> AnswerReader<List<T>> list(String name, Function<JsonCursor, T> element) {
        return json -> {
            List<T> list = new ArrayList<>();
            List<String> warnings = List.of();
            for (String field : json.fields()) {
                if (field.equals(name)) {
                    for (JsonCursor here : json.elements()) {
                        list.add(element.apply(here));
                    }
                } else if (field.equals("warnings")) {
                    warnings = json.list();
                }
            }
            return new Answered<>(List.copyOf(list), warnings);
        };
    }

    static Answered<IndexStats> indexStats(JsonCursor json) {
        long streams = 0;
        long chunks = 0;
        long bytes = 0;
        long entries = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "streams" -> streams = json.whole();
                case "chunks" -> chunks = json.whole();
                case "bytes" -> bytes = json.whole();
                case "entries" -> entries = json.whole();
                default -> {}
            }
        }
        return new Answered<>(new IndexStats(streams, chunks, bytes, entries));
    }

    static DetectedField detectedField(JsonCursor json) {
        String label = "";
        String type = "";
        long cardinality = 0;
        List<String> parsers = List.of();
        for (String name : json.fields()) {
            switch (name) {
                case "label" -> label = json.text();
                case "type" -> type = json.text();
                case "cardinality" -> cardinality = json.whole();
                case "parsers" -> parsers = json.list();
                default -> {}
            }
        }
        return new DetectedField(label, type, cardinality, parsers);
    }

    static StoredPattern pattern(JsonCursor json) {
        String pattern = "";
        String level = "";
        long count = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "pattern" -> pattern = json.text();
                case "level" -> level = json.text();
                case "samples" -> {
                    for (JsonCursor sample : json.elements()) {
                        count += second(sample);
                    }
                }
                default -> {}
            }
        }
        return new StoredPattern(pattern, level, count);
    }

    /** The count of {@code [seconds, count]}. */
    private static long second(JsonCursor json) {
        long count = 0;
        int position = 0;
        for (JsonCursor element : json.elements()) {
            count = position++ == 1 ? element.whole() : count;
        }
        return count;
    }
}
