package io.lokitempo.lab.standin.loki;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the lines of a log query by stream. Unless labels are told apart by category, structured metadata and what
 * parsers found are labels like any other, so that each line with a trace id is a stream of its own.
 */
final class StreamsAnswer {
    private final boolean categorized;
    private final Map<Map<String, String>, ArrayNode> streams = new HashMap<>();
    private int size;

    StreamsAnswer(boolean categorized) {
        this.categorized = categorized;
    }

    /** @return how many lines there are now */
    int add(Row row) {
        ArrayNode value = streams.computeIfAbsent(categorized ? row.stream() : row.labels(), _ -> LokiJson.array())
                .addArray()
                .add(Long.toString(row.time()))
                .add(row.line());
        if (categorized) {
            ObjectNode categories = value.addObject();
            if (!row.metadata().isEmpty()) {
                categories.set("structuredMetadata", LokiJson.labels(row.metadata()));
            }
            if (!row.parsed().isEmpty()) {
                categories.set("parsed", LokiJson.labels(row.parsed()));
            }
        }
        return ++size;
    }

    int size() {
        return size;
    }

    ArrayNode json() {
        ArrayNode result = LokiJson.array();
        streams.entrySet().stream()
                .sorted(Comparator.comparing(stream -> new TreeMap<>(stream.getKey()).toString()))
                .forEach(stream -> {
                    ObjectNode node = result.addObject();
                    node.set("stream", LokiJson.labels(stream.getKey()));
                    node.set("values", stream.getValue());
                });
        return result;
    }
}
