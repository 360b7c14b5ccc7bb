package io.lokitempo.mcp.resource;

import io.lokitempo.mcp.resource.FindingResources.Content;
import io.lokitempo.mcp.resource.ResourceUri.Kind;
import io.lokitempo.mcp.transport.Conduct;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.Map;

/** Resources as the SDK registers them, the same for every transport. */
public final class ResourceSpecifications {
    private static final String JSON = "application/json";
    private static final Map<Kind, String> VARIABLES = Map.of(
            Kind.INCIDENTS, "id",
            Kind.ANOMALIES, "id",
            Kind.SERVICES, "service",
            Kind.EXPORTS, "export_id");

    private final FindingResources resources;

    public ResourceSpecifications(FindingResources resources) {
        this.resources = resources;
    }

    /** Whether a URI is one of these, be there anything or not. */
    public static boolean isKnown(String uri) {
        return ResourceUri.parse(uri).isPresent();
    }

    public List<SyncResourceSpecification> lists() {
        return FindingResources.lists().entrySet().stream()
                .map(list -> new SyncResourceSpecification(
                        Resource.builder(
                                        ResourceUri.all(list.getKey()).toString(),
                                        list.getKey().segment())
                                .description(list.getValue())
                                .mimeType(JSON)
                                .build(),
                        this::read))
                .toList();
    }

    public List<SyncResourceTemplateSpecification> templates() {
        return FindingResources.lists().keySet().stream()
                .map(kind -> new SyncResourceTemplateSpecification(
                        ResourceTemplate.builder(template(kind), kind.segment() + "-one")
                                .description("One of " + kind.segment() + ", whole")
                                .mimeType(JSON)
                                .build(),
                        this::read))
                .toList();
    }

    private static String template(Kind kind) {
        return ResourceUri.template(kind, VARIABLES.getOrDefault(kind, "id"));
    }

    private ReadResourceResult read(McpSyncServerExchange exchange, ReadResourceRequest request) {
        String uri = request.uri();
        return switch (Conduct.caller(exchange.transportContext()).calls(() -> resources.read(uri))) {
            case Content.Json(String text) ->
                ReadResourceResult.builder(List.of(TextResourceContents.builder(uri, text)
                                .mimeType(JSON)
                                .build()))
                        .build();
            case Content.Absent() -> throw McpError.RESOURCE_NOT_FOUND.apply(uri);
            case Content.Unavailable(String why) ->
                throw McpError.builder(McpSchema.ErrorCodes.INTERNAL_ERROR)
                        .message("findings cannot be read now: " + why)
                        .build();
        };
    }
}
