package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.query.GoNumber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Loki's JSON. */
final class LokiJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectNode NO_STATS = noStats();

    private LokiJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /** The statistics of a query that read nothing, with all their members. */
    private static ObjectNode noStats() {
        try (InputStream in = LokiJson.class.getResourceAsStream("stats.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, "stats.json is missing"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode success(JsonNode data) {
        return object().put("status", "success").set("data", data);
    }

    static ArrayNode strings(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode labels(Map<String, String> labels) {
        ObjectNode object = object();
        new TreeMap<>(labels).forEach(object::put);
        return object;
    }

    /** A successful answer to a query. */
    static ObjectNode result(String type, JsonNode result, boolean categorized, ObjectNode stats) {
        ObjectNode data = object().put("resultType", type);
        if (categorized) {
            data.putArray("encodingFlags").add("categorize-labels");
        }
        data.set("result", result);
        data.set("stats", stats);
        return success(data);
    }

    static ObjectNode stats(LogReader reader, int returned, double seconds) {
        ObjectNode stats = NO_STATS.deepCopy();
        ((ObjectNode) stats.path("summary"))
                .put("bytesProcessedPerSecond", (long) (reader.bytes() / seconds))
                .put("linesProcessedPerSecond", (long) (reader.lines() / seconds))
                .put("totalBytesProcessed", reader.bytes())
                .put("totalLinesProcessed", reader.lines())
                .put("execTime", seconds)
                .put("totalEntriesReturned", returned)
                .put("totalPostFilterLines", reader.passed())
                .put("totalStructuredMetadataBytesProcessed", reader.metadataBytes());
        return stats;
    }

    static ArrayNode matrix(List<Series> series, Steps steps) {
        ArrayNode result = array();
        series.stream().sorted(Comparator.comparing(Series::sortKey)).forEach(one -> {
            ObjectNode node = result.addObject();
            node.set("metric", labels(one.labels()));
            ArrayNode values = node.putArray("values");
            for (int step = 0; step < steps.count(); step++) {
                if (one.has(step)) {
                    values.add(point(steps.time(step), GoNumber.format(one.value(step))));
                }
            }
        });
        return result;
    }

    /** @param series already in order */
    static ArrayNode vector(List<Series> series, long time) {
        ArrayNode result = array();
        for (Series one : series) {
            ObjectNode node = result.addObject();
            node.set("metric", labels(one.labels()));
            node.set("value", point(time, GoNumber.format(one.value(0))));
        }
        return result;
    }

    /** Seconds, to the millisecond, and a number as text. */
    static ArrayNode point(long timeNanos, String value) {
        long millis = timeNanos / 1_000_000;
        ArrayNode point = array();
        if (millis % 1_000 == 0) {
            point.add(millis / 1_000);
        } else {
            point.add(BigDecimal.valueOf(millis, 3).stripTrailingZeros());
        }
        return point.add(value);
    }
}
