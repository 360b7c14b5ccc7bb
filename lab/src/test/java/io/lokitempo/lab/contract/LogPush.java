package io.lokitempo.lab.contract;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a push, stream by stream. */
final class LogPush {
    private final ObjectNode body = Server.JSON.createObjectNode();
    private final ArrayNode streams = body.putArray("streams");
    private ArrayNode values = Server.JSON.createArrayNode();

    LogPush stream(Map<String, String> labels) {
        ObjectNode stream = streams.addObject();
        ObjectNode names = stream.putObject("stream");
        labels.forEach(names::put);
        values = stream.putArray("values");
        return this;
    }

    LogPush line(long timeNanos, String line) {
        values.addArray().add(Long.toString(timeNanos)).add(line);
        return this;
    }

    LogPush line(long timeNanos, String line, Map<String, String> metadata) {
        ObjectNode names =
                values.addArray().add(Long.toString(timeNanos)).add(line).addObject();
        metadata.forEach(names::put);
        return this;
    }

    JsonNode body() {
        return body;
    }
}
