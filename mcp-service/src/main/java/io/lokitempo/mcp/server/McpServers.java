package io.lokitempo.mcp.server;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.lokitempo.mcp.answer.Budget;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.tool.Tool;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.ai.mcp.customizer.McpSyncServerCustomizer;
import org.springframework.ai.mcp.server.common.autoconfigure.properties.McpServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Both transports. Spring AI starts the server of {@code /mcp}; the one of {@code /sse} stands beside it, made from the
 * same specifications, because a second transport provider among the beans would leave Spring AI without a choice.
 */
@Configuration(proxyBeanMethods = false)
class McpServers {
    private static final String TAG_CHARACTERS = "23456789abcdefghjkmnpqrstvwxyz";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ToolCalls toolCalls() {
        CompletableFuture<Encoding> encoding =
                CompletableFuture.supplyAsync(McpServers::o200k); // takes seconds to load
        SecureRandom random = new SecureRandom();
        return new ToolCalls(new Budget(text -> encoding.join().countTokensOrdinary(text)), () -> tag(random));
    }

    private static Encoding o200k() {
        return Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private static String tag(SecureRandom random) {
        StringBuilder tag = new StringBuilder(4);
        for (int i = 0; i < 4; i++) {
            tag.append(TAG_CHARACTERS.charAt(random.nextInt(TAG_CHARACTERS.length())));
        }
        return tag.toString();
    }

    @Bean
    Caller anyone(LiveSettings settings) {
        return new Caller("anyone", Role.ADMIN, settings.base().scope().tenant());
    }

    @Bean
    List<SyncToolSpecification> toolSpecifications(
            Caller anyone, List<Tool> tools, ToolCalls calls, JsonMapper json, Clock clock) {
        return new ToolSpecifications(anyone, calls, json, clock).of(tools);
    }

    /** Arguments are read by the tools, which accept more than a schema can say and refuse in words that help. */
    @Bean
    McpSyncServerCustomizer argumentsReadByTools() {
        return specification -> specification.validateToolInputs(false);
    }

    @Bean
    @SuppressWarnings("removal") // HTTP+SSE is deprecated in the protocol and still what existing agents speak
    SseServer sseServer(
            JsonMapper json,
            McpServerProperties properties,
            List<SyncToolSpecification> toolSpecifications,
            McpSyncServerCustomizer customizer) {
        var transport = org.springframework.ai.mcp.server.webflux.transport.WebFluxSseServerTransportProvider.builder()
                .jsonMapper(new JacksonMcpJsonMapper(json))
                .sseEndpoint("/sse")
                .messageEndpoint("/mcp/message")
                .build();
        var server = McpServer.sync(transport)
                .serverInfo(properties.getName(), properties.getVersion())
                .instructions(properties.getInstructions())
                .requestTimeout(properties.getRequestTimeout())
                .tools(toolSpecifications);
        customizer.customize(server);
        return new SseServer(transport.getRouterFunction(), server.build());
    }

    @Bean
    RouterFunction<?> sseRoutes(SseServer server) {
        return server.routes();
    }

    /** Keeps the second server and its transport off Spring AI's sight. */
    record SseServer(RouterFunction<?> routes, McpSyncServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.closeGracefully();
        }
    }
}
