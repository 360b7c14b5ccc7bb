package io.lokitempo.mcp.server;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.lokitempo.mcp.answer.Budget;
import io.lokitempo.mcp.answer.TokenCount;
import io.lokitempo.mcp.security.LinkSeals;
import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.tool.Tool;
import io.lokitempo.mcp.transport.Conduct;
import io.lokitempo.mcp.transport.SessionWatch;
import io.lokitempo.mcp.transport.SseTransport;
import io.lokitempo.mcp.transport.StreamableTransport;
import io.lokitempo.redaction.Redaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.ai.mcp.customizer.McpSyncServerCustomizer;
import org.springframework.ai.mcp.server.common.autoconfigure.properties.McpServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
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
    ToolCalls toolCalls(
            AccessSettings access, LiveSettings settings, LinkSeals seals, MeterRegistry meters, Redaction redaction) {
        CompletableFuture<Encoding> encoding =
                CompletableFuture.supplyAsync(McpServers::o200k); // takes seconds to load
        SecureRandom random = new SecureRandom();
        Room room = new Room(access.callsAtOnce(), access.callsInAll());
        SharedAnswers shared = new SharedAnswers(access.answersSharedFor(), System::nanoTime);
        settings.onChange(_ -> shared.clear());
        meters.gauge("lokitempo.tool.calls.running", room, Room::running);
        return new ToolCalls(
                new Budget(new TokenCount(text -> encoding.join().countTokensOrdinary(text))),
                () -> tag(random),
                room,
                shared,
                new AuditLog(meters),
                seals,
                redaction);
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
    List<SyncToolSpecification> toolSpecifications(List<Tool> tools, ToolCalls calls, Clock clock) {
        return new ToolSpecifications(calls, clock).of(tools);
    }

    @Bean
    Conduct conduct(JsonMapper json, AccessSettings access, Clock clock, SessionWatch watch, List<Tool> tools) {
        return new Conduct(new JacksonMcpJsonMapper(json), access, clock, watch, new Rights(tools));
    }

    /**
     * Arguments are read by the tools, which accept more than a schema can say and refuse in words that help; what they answer
     * is written by one class, which tests hold to the schemas, so that not every answer has to be. Handlers run
     * on the thread that the transport gives them, a virtual one. Without sessions there is nobody to tell of changes.
     */
    @Bean
    McpSyncServerCustomizer manners(AccessSettings access) {
        return specification -> specification
                .validateToolInputs(false)
                .immediateExecution(true)
                .jsonSchemaValidator(new OwnForm())
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(false)
                        .resources(!access.sessions().stateless(), false)
                        .prompts(false)
                        .completions()
                        .logging()
                        .build());
    }

    @Bean
    StreamableTransport streamableTransport(Conduct conduct, MeterRegistry meters) {
        StreamableTransport transport = new StreamableTransport("/mcp", conduct);
        meters.gauge(
                "lokitempo.sessions",
                List.of(io.micrometer.core.instrument.Tag.of("transport", "streamable")),
                transport,
                StreamableTransport::open);
        return transport;
    }

    @Bean
    RouterFunction<ServerResponse> streamableRoutes(StreamableTransport transport) {
        return transport.routes();
    }

    @Bean
    SseServer sseServer(
            Conduct conduct,
            McpServerProperties properties,
            Offer offer,
            McpSyncServerCustomizer manners,
            MeterRegistry meters) {
        SseTransport transport = new SseTransport("/sse", "/mcp/message", conduct);
        meters.gauge(
                "lokitempo.sessions",
                List.of(io.micrometer.core.instrument.Tag.of("transport", "sse")),
                transport,
                SseTransport::open);
        var server = McpServer.sync(transport)
                .serverInfo(properties.getName(), properties.getVersion())
                .instructions(properties.getInstructions())
                .requestTimeout(properties.getRequestTimeout())
                .tools(offer.tools())
                .resources(offer.resources())
                .resourceTemplates(offer.templates())
                .prompts(offer.prompts())
                .completions(offer.completions());
        manners.customize(server);
        return new SseServer(transport, server.build());
    }

    @Bean
    RouterFunction<ServerResponse> sseRoutes(SseServer server) {
        return server.transport().routes();
    }

    /** Keeps the second server and its transport off Spring AI's sight. */
    record SseServer(SseTransport transport, McpSyncServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.closeGracefully();
        }
    }
}
