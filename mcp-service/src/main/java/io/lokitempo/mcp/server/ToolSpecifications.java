package io.lokitempo.mcp.server;

import io.lokitempo.mcp.answer.Rendered;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.tool.Tool;
import io.lokitempo.mcp.transport.Conduct;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.time.Clock;
import java.util.List;

/** Tools as the SDK registers them, the same for every transport. */
final class ToolSpecifications {
    private final ToolCalls calls;
    private final Clock clock;

    ToolSpecifications(ToolCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    List<SyncToolSpecification> of(List<Tool> tools) {
        return tools.stream().map(this::of).toList();
    }

    private SyncToolSpecification of(Tool tool) {
        return new SyncToolSpecification(
                described(tool.declaration()), (exchange, request) -> called(exchange, tool, request));
    }

    private CallToolResult called(McpSyncServerExchange exchange, Tool tool, CallToolRequest request) {
        Caller caller = Conduct.caller(exchange.transportContext());
        try (Told told = progress(exchange, request)) {
            Rendered rendered = calls.call(caller, tool, request.arguments(), told);
            if (rendered.isError()) {
                warn(exchange, rendered.text());
            }
            return result(rendered);
        }
    }

    /** For clients that show a person what a model alone would see; those that asked for errors only are not told. */
    private static void warn(McpSyncServerExchange exchange, String what) {
        exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.WARNING, what)
                .logger("lokitempo")
                .build());
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

    private static CallToolResult result(Rendered rendered) {
        return CallToolResult.builder()
                .addTextContent(rendered.text())
                .structuredContent(new RawJson(rendered.json()))
                .isError(rendered.isError())
                .build();
    }

    private Told progress(McpSyncServerExchange exchange, CallToolRequest request) {
        return new Told(exchange, request.progressToken(), clock.instant().plus(ToolCalls.LONGEST));
    }
}
