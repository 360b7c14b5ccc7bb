package io.lokitempo.truth;

import io.lokitempo.topic.FindingJson;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A client of the MCP server, as an agent is one: it knows what tools answer and nothing else. */
final class Agent implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A refusal that says so may be asked again, as agents do: what is checked is what is told, not how soon. */
    private static final String RETRY = "Retry: yes";

    private static final int ATTEMPTS = 3;

    private final McpSyncClient client;

    /** @param token of the tenant that is asked for */
    Agent(String server, String token) {
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder(server)
                        .endpoint("/mcp")
                        .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                        .build())
                .requestTimeout(LIMIT)
                .initializationTimeout(LIMIT)
                .build();
        client.initialize();
    }

    /** @param arguments names and values in turn */
    Answer ask(String tool, Object... arguments) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(String.valueOf(arguments[i]), arguments[i + 1]);
        }
        Answer answer = ask(tool, given);
        for (int again = 1;
                again < ATTEMPTS && answer.isRefused() && answer.text().endsWith(RETRY);
                again++) {
            answer = ask(tool, given);
        }
        return answer;
    }

    private Answer ask(String tool, Map<String, Object> given) {
        CallToolResult result =
                client.callTool(CallToolRequest.builder(tool).arguments(given).build());
        String text = result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text())
                .collect(Collectors.joining("\n"));
        return new Answer(
                Boolean.TRUE.equals(result.isError()),
                text,
                FindingJson.MAPPER.valueToTree(result.structuredContent()));
    }

    /** What a tool said, in both of its forms. */
    record Answer(boolean isRefused, String text, JsonNode structure) {
        String fact(String name) {
            return structure.at("/facts/" + name).asString("");
        }

        boolean isPrecomputed() {
            return structure.path("source").asString("").startsWith("precomputed");
        }

        /** Rows of a table, each as its columns' values; none where there is no such table. */
        List<Map<String, JsonNode>> rows(String table) {
            JsonNode columns = structure.at("/tables/" + table + "/columns");
            List<Map<String, JsonNode>> rows = new ArrayList<>();
            for (JsonNode row : structure.at("/tables/" + table + "/rows")) {
                Map<String, JsonNode> cells = new LinkedHashMap<>();
                for (int i = 0; i < columns.size() && i < row.size(); i++) {
                    cells.put(columns.get(i).asString(), row.get(i));
                }
                rows.add(cells);
            }
            return rows;
        }

        Optional<Map<String, JsonNode>> row(String table, String column, String value) {
            return rows(table).stream()
                    .filter(row -> row.containsKey(column)
                            && row.get(column).asString("").equals(value))
                    .findFirst();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
