package io.lokitempo.mcp.server;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.tool.Tool;
import io.lokitempo.mcp.transport.Views;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which tools a role may call, and so is shown. */
final class Rights implements Views {
    private final Map<String, Role> needed;

    Rights(List<Tool> tools) {
        needed = tools.stream()
                .map(Tool::declaration)
                .collect(Collectors.toUnmodifiableMap(Declaration::name, Rights::needed));
    }

    static Role needed(Declaration tool) {
        return switch (tool.effect()) {
            case READS -> Role.READER;
            case ADDS_FILE -> Role.EXPORTER;
            case CHANGES_SETTINGS -> Role.ADMIN;
        };
    }

    @Override
    public Object shown(Caller caller, Object result) {
        return result instanceof ListToolsResult list
                ? ListToolsResult.builder(list.tools().stream()
                                .filter(tool -> caller.role().includes(needed.getOrDefault(tool.name(), Role.READER)))
                                .toList())
                        .nextCursor(list.nextCursor())
                        .build()
                : result;
    }
}
