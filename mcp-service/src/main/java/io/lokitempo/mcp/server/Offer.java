package io.lokitempo.mcp.server;

import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import java.util.List;

/** All that this server has for clients, as the SDK registers it. */
record Offer(
        List<SyncToolSpecification> tools,
        List<SyncResourceSpecification> resources,
        List<SyncResourceTemplateSpecification> templates,
        List<SyncPromptSpecification> prompts,
        List<SyncCompletionSpecification> completions) {
    Offer {
        tools = List.copyOf(tools);
        resources = List.copyOf(resources);
        templates = List.copyOf(templates);
        prompts = List.copyOf(prompts);
        completions = List.copyOf(completions);
    }
}
