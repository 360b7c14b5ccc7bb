package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.tool.Tool;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Tools as the SDK registers them, the same for every transport. */
final class ToolSpecifications {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Caller anyone;
    private final ToolCalls calls;
    private final JsonMapper json;
    private final Clock clock;

    /** @param anyone whoever reaches this server */
    ToolSpecifications(Caller anyone, ToolCalls calls, JsonMapper json, Clock clock) {
        this.anyone = anyone;
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    List<SyncToolSpecification> of(List<Tool> tools) {
        return tools.stream().map(this::of).toList();
    }

    private SyncToolSpecification of(Tool tool) {
        return new SyncToolSpecification(
                described(tool.declaration()),
                (exchange, request) ->
                        result(calls.call(anyone, tool, request.arguments(), progress(exchange, request))));
    }

    private static McpSchema.Tool described(Declaration tool) {
        return McpSchema.Tool.builder(tool.name(), tool.inputSchema())
                .title(tool.title())
                .description(tool.description())
                .outputSchema(tool.outputSchema())
                .annotations(annotations(tool.effect()))
                .build();
    }

    private static ToolAnnotations annotations(Effect effect) {
        return ToolAnnotations.builder()
                .readOnlyHint(effect == Effect.READS)
                .destructiveHint(effect == Effect.CHANGES_SETTINGS)
                .idempotentHint(effect != Effect.ADDS_FILE)
                .openWorldHint(false)
                .build();
    }

    private CallToolResult result(Rendered rendered) {
        return CallToolResult.builder()
                .addTextContent(rendered.text())
                .structuredContent(json.readValue(rendered.json(), OBJECT))
                .isError(rendered.isError())
                .build();
    }

    private Progress progress(McpSyncServerExchange exchange, CallToolRequest request) {
        Object token = request.progressToken();
        Instant deadline = clock.instant().plus(ToolCalls.LONGEST);
        return new Told(exchange, token, deadline);
    }

    private record Told(
            McpSyncServerExchange exchange, @Nullable Object token, Instant deadline) implements Progress {
        @Override
        public void report(double done, double total, String message) {
            if (token != null) {
                exchange.progressNotification(McpSchema.ProgressNotification.builder(token, done)
                        .total(total)
                        .message(message)
                        .build());
            }
        }
    }
}
