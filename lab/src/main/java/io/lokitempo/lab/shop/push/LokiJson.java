package io.lokitempo.lab.shop.push;

import io.lokitempo.telemetry.LogLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Loki's push format: streams by their labels, values in order, structured metadata as the third element.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs">Ingest logs</a>
 */
final class LokiJson {
    private LokiJson() {}

    static void write(List<LogLine> lines, JsonGenerator json) {
        Map<Map<String, String>, List<LogLine>> streams = new LinkedHashMap<>();
        for (LogLine line : lines) {
            streams.computeIfAbsent(line.labels(), _ -> new ArrayList<>()).add(line);
        }
        json.writeStartObject();
        json.writeArrayPropertyStart("streams");
        streams.forEach((labels, values) -> stream(labels, values, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void stream(Map<String, String> labels, List<LogLine> lines, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("stream");
        texts(labels, json);
        json.writeArrayPropertyStart("values");
        for (LogLine line : lines) {
            json.writeStartArray();
            json.writeString(Long.toString(line.timestampNanos()));
            json.writeString(line.text());
            if (!line.metadata().isEmpty()) {
                texts(line.metadata(), json);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void texts(Map<String, String> texts, JsonGenerator json) {
        json.writeStartObject();
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
