package io.lokitempo.benchmarks.tools;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One client's session over Streamable HTTP, as thin as the protocol allows, so that it is the server that is measured. */
final class Session {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String VERSION = "2025-06-18";

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;
    private Optional<String> id = Optional.empty();
    private int calls;

    /** What a call came to. */
    record Answer(JsonNode result, boolean isRefused, long nanos) {
        /** precomputed or live, and since when; empty where there is none. */
        String source() {
            return result.at("/structuredContent/source").asString("");
        }

        String text() {
            return result.at("/content/0/text").asString("");
        }
    }

    Session(HttpClient http, URI server, Optional<String> token) throws IOException, InterruptedException {
        this.http = http;
        this.server = server.resolve("/mcp");
        this.token = token;
        HttpResponse<String> begun = post(Map.of(
                "jsonrpc",
                "2.0",
                "id",
                0,
                "method",
                "initialize",
                "params",
                Map.of(
                        "protocolVersion",
                        VERSION,
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "bench", "version", "1"))));
        if (begun.statusCode() != 200) {
            throw new IOException("no session: " + begun.statusCode() + " " + begun.body());
        }
        id = begun.headers().firstValue("Mcp-Session-Id");
        var _ = post(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    }

    /** A refusal of the server's gate counts as one of a tool: it is as polite. */
    Answer call(String tool, Map<String, Object> arguments) throws IOException, InterruptedException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", ++calls);
        request.put("method", "tools/call");
        request.put("params", Map.of("name", tool, "arguments", arguments));
        long begun = System.nanoTime();
        HttpResponse<String> response = post(request);
        long took = System.nanoTime() - begun;
        if (response.statusCode() == 429 || response.statusCode() == 503) {
            return new Answer(JSON.createObjectNode(), true, took);
        }
        if (response.statusCode() != 200) {
            throw new IOException(tool + " ended with " + response.statusCode() + " " + response.body());
        }
        JsonNode message = JSON.readTree(json(response.body()));
        if (!message.has("result")) {
            throw new IOException(tool + " ended with " + message);
        }
        JsonNode result = message.get("result");
        return new Answer(result, result.path("isError").asBoolean(false), took);
    }

    /** The last event of a stream, or the body itself. */
    private static String json(String body) {
        int data = body.lastIndexOf("data:");
        return body.startsWith("{") || data < 0
                ? body
                : body.substring(data + 5).strip();
    }

    private HttpResponse<String> post(Map<String, Object> message) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", VERSION)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(message)));
        id.ifPresent(known -> request.header("Mcp-Session-Id", known));
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
