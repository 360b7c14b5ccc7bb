package io.lokitempo.mcp.server;

import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tools, resources and prompts of its own that the protocol's conformance suite asks a server for. They show what the
 * transports can carry; the service itself has none of them.
 */
@Configuration(proxyBeanMethods = false)
@Profile("conformance")
class ConformanceFixtures {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
    private static final JsonMapper JSON = new JsonMapper();

    private static Map<String, Object> json(String text) {
        return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    }

    private static TextContent text(String text) {
        return TextContent.builder(text).build();
    }

    private static ImageContent image() {
        return ImageContent.builder(PIXEL, "image/png").build();
    }

    private static EmbeddedResource embedded(String uri, String type, String text) {
        return EmbeddedResource.builder(
                        TextResourceContents.builder(uri, text).mimeType(type).build())
                .build();
    }

    private static SyncToolSpecification tool(
            String name, String schema, BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> call) {
        return new SyncToolSpecification(
                McpSchema.Tool.builder(name, json(schema)).description(name).build(), call);
    }

    private static SyncToolSpecification tool(String name, Content... contents) {
        return tool(
                name,
                "{\"type\":\"object\"}",
                (_, _) -> CallToolResult.builder().content(List.of(contents)).build());
    }

    private static CallToolResult said(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    @Bean
    List<SyncToolSpecification> conformanceTools() {
        return List.of(
                tool("test_simple_text", text("This is a simple text response for testing.")),
                tool("test_image_content", image()),
                tool(
                        "test_audio_content",
                        AudioContent.builder(SILENCE, "audio/wav").build()),
                tool(
                        "test_embedded_resource",
                        embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
                tool(
                        "test_multiple_content_types",
                        text("Multiple content types test:"),
                        image(),
                        embedded(
                                "test://mixed-content-resource",
                                "application/json",
                                "{\"test\":\"data\",\"value\":123}")),
                tool("test_tool_with_logging", "{\"type\":\"object\"}", (exchange, _) -> {
                    Stream.of("Tool execution started", "Tool processing data", "Tool execution completed")
                            .forEach(line -> exchange.loggingNotification(
                                    LoggingMessageNotification.builder(LoggingLevel.INFO, line)
                                            .build()));
                    return said("logged");
                }),
                tool("test_tool_with_progress", "{\"type\":\"object\"}", (exchange, request) -> {
                    Object token = request.progressToken();
                    if (token != null) {
                        Stream.of(0.0, 50.0, 100.0)
                                .forEach(done -> exchange.progressNotification(ProgressNotification.builder(token, done)
                                        .total(100.0)
                                        .build()));
                    }
                    return said("done");
                }),
                tool(
                        "test_error_handling",
                        "{\"type\":\"object\"}",
                        (_, _) -> CallToolResult.builder()
                                .addTextContent("This tool intentionally returns an error for testing")
                                .isError(true)
                                .build()),
                tool(
                        "test_sampling",
                        "{\"type\":\"object\",\"properties\":{\"prompt\":{\"type\":\"string\"}}}",
                        (exchange, request) -> said("LLM response: "
                                + exchange.createMessage(McpSchema.CreateMessageRequest.builder(
                                                        List.of(SamplingMessage.builder(
                                                                        Role.USER,
                                                                        text(String.valueOf(request.arguments()
                                                                                .get("prompt"))))
                                                                .build()),
                                                        100)
                                                .build())
                                        .content())),
                elicitation(
                        "test_elicitation",
                        "{\"type\":\"object\",\"properties\":{\"message\":{\"type\":\"string\"}}}",
                        """
                        {"type":"object","properties":{"response":{"type":"string","description":"User's response"}},"required":["response"]}
                        """),
                elicitation("test_elicitation_sep1034_defaults", "{\"type\":\"object\"}", """
                        {"type":"object","properties":{
                         "name":{"type":"string","default":"John Doe"},
                         "age":{"type":"integer","default":30},
                         "score":{"type":"number","default":95.5},
                         "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
                         "verified":{"type":"boolean","default":true}}}
                        """),
                elicitation("test_elicitation_sep1330_enums", "{\"type\":\"object\"}", """
                        {"type":"object","properties":{
                         "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
                         "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},
                          {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
                         "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
                          "enumNames":["Option One","Option Two","Option Three"]},
                         "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
                         "titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},
                          {"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}}}
                        """),
                tool("json_schema_2020_12_tool", """
                        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                         "$defs":{"address":{"type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
                         "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"}},
                         "additionalProperties":false}
                        """, (_, _) -> said("ok")),
                tool("test_reconnection", text("done")));
    }

    private static SyncToolSpecification elicitation(String name, String schema, String requested) {
        return tool(name, schema, (exchange, _) -> {
            McpSchema.ElicitResult result =
                    exchange.createElicitation(McpSchema.ElicitFormRequest.builder("Please answer", json(requested))
                            .build());
            return said("Elicitation completed: action=" + result.action() + ", content=" + result.content());
        });
    }

    @Bean
    List<SyncResourceSpecification> conformanceResources() {
        return List.of(
                resource(
                        "test://static-text",
                        uri -> TextResourceContents.builder(uri, "This is the content of the static text resource.")
                                .mimeType("text/plain")
                                .build()),
                resource(
                        "test://static-binary",
                        uri -> BlobResourceContents.builder(uri, PIXEL)
                                .mimeType("image/png")
                                .build()),
                resource(
                        "test://watched-resource",
                        uri -> TextResourceContents.builder(uri, "watched")
                                .mimeType("text/plain")
                                .build()));
    }

    private static SyncResourceSpecification resource(String uri, Function<String, ResourceContents> contents) {
        return new SyncResourceSpecification(
                Resource.builder(uri, uri).description(uri).build(),
                (_, request) -> ReadResourceResult.builder(List.of(contents.apply(request.uri())))
                        .build());
    }

    @Bean
    List<SyncResourceTemplateSpecification> conformanceTemplates() {
        return List.of(new SyncResourceTemplateSpecification(
                ResourceTemplate.builder("test://template/{id}/data", "template")
                        .build(),
                (_, request) -> {
                    String id = request.uri().replaceAll("test://template/([^/]+)/data", "$1");
                    String text =
                            "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id);
                    return ReadResourceResult.builder(List.of(TextResourceContents.builder(request.uri(), text)
                                    .mimeType("application/json")
                                    .build()))
                            .build();
                }));
    }

    @Bean
    List<SyncPromptSpecification> conformancePrompts() {
        return List.of(
                prompt("test_simple_prompt", List.of(), _ -> List.of(text("This is a simple prompt for testing."))),
                prompt(
                        "test_prompt_with_arguments",
                        List.of("arg1", "arg2"),
                        given -> List.of(text("Prompt with arguments: arg1='%s', arg2='%s'"
                                .formatted(given.get("arg1"), given.get("arg2"))))),
                prompt(
                        "test_prompt_with_embedded_resource",
                        List.of("resourceUri"),
                        given -> List.of(
                                embedded(
                                        String.valueOf(given.get("resourceUri")),
                                        "text/plain",
                                        "Embedded resource content for testing."),
                                text("Please process the embedded resource above."))),
                prompt(
                        "test_prompt_with_image",
                        List.of(),
                        _ -> List.of(image(), text("Please analyze the image above."))));
    }

    private static SyncPromptSpecification prompt(
            String name, List<String> arguments, Function<Map<String, Object>, List<Content>> contents) {
        Prompt prompt = Prompt.builder(name)
                .description(name)
                .arguments(arguments.stream()
                        .map(argument ->
                                PromptArgument.builder(argument).required(true).build())
                        .toList())
                .build();
        return new SyncPromptSpecification(
                prompt,
                (_, request) -> GetPromptResult.builder(
                                contents.apply(request.arguments() == null ? Map.of() : request.arguments()).stream()
                                        .map(content -> PromptMessage.builder(Role.USER, content)
                                                .build())
                                        .toList())
                        .build());
    }

    @Bean
    List<SyncCompletionSpecification> conformanceCompletions() {
        return List.of(new SyncCompletionSpecification(
                new PromptReference("test_prompt_with_arguments"),
                (_, _) ->
                        new CompleteResult(new CompleteResult.CompleteCompletion(List.of("paris", "park"), 2, false))));
    }
}
