package io.lokitempo.mcp.completion;

import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.completion.Vocabulary.Kind;
import io.lokitempo.mcp.transport.Conduct;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CompleteReference;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Completions of arguments by their names, wherever an argument of this name is. */
public final class CompletionSpecifications {
    /** As many as the protocol allows in one answer. */
    private static final int MOST = 100;

    private static final Map<String, Kind> BY_ARGUMENT = Map.of(
            "service", Kind.SERVICE,
            "operation", Kind.OPERATION,
            "pattern_id", Kind.PATTERN,
            "anomaly_id", Kind.ANOMALY);

    private final Vocabulary vocabulary;

    public CompletionSpecifications(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    public SyncCompletionSpecification ofPrompt(String name) {
        return of(new PromptReference(name), Kind.INCIDENT);
    }

    /** Of a resource template; its {@code id} is an incident's or an anomaly's, as the template says. */
    public SyncCompletionSpecification ofTemplate(String uriTemplate) {
        return of(new ResourceReference(uriTemplate), uriTemplate.contains("anomalies") ? Kind.ANOMALY : Kind.INCIDENT);
    }

    private SyncCompletionSpecification of(CompleteReference reference, Kind id) {
        return new SyncCompletionSpecification(reference, (exchange, request) -> completed(exchange, request, id));
    }

    private CompleteResult completed(McpSyncServerExchange exchange, CompleteRequest request, Kind id) {
        String argument = request.argument().name();
        Kind kind = argument.equals("id") ? id : BY_ARGUMENT.get(argument);
        List<String> names = kind == null
                ? List.of()
                : Conduct.caller(exchange.transportContext())
                        .calls(() -> vocabulary.names(kind, request.argument().value(), service(request)));
        List<String> shown = names.stream()
                .filter(name -> name.equals(Names.escaped(name))) // a name that hides something is not offered
                .limit(MOST)
                .toList();
        return new CompleteResult(
                new CompleteResult.CompleteCompletion(shown, names.size(), names.size() > shown.size()));
    }

    private static String service(CompleteRequest request) {
        @Nullable
        Map<String, String> given =
                request.context() == null ? null : request.context().arguments();
        String service = given == null ? null : given.get("service");
        return service == null || service.isBlank() || service.length() > 256 ? "" : service;
    }
}
