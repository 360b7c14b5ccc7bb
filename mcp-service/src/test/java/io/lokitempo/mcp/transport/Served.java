package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.LetIn;
import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import io.lokitempo.telemetry.TenantId;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/** Both transports on a port of their own, with a tool that answers and one that works until it is interrupted. */
final class Served implements AutoCloseable {
    final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    final Semaphore begun = new Semaphore(0);
    final Semaphore interrupted = new Semaphore(0);
    final StreamableTransport streamable;
    final SseTransport sse;
    private final Conduct conduct;
    private final List<McpSyncServer> servers;
    private final DisposableServer http;

    Served(Clock clock, AccessSettings.Sessions sessions, SignIn signIn) {
        AccessSettings access = new AccessSettings(
                "127.0.0.1",
                signIn,
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                1_000,
                8,
                64,
                10_000,
                Duration.ZERO,
                Duration.ZERO,
                sessions);
        SessionWatch watch = new SessionWatch() {
            @Override
            public Optional<String> subscribed(String session, Caller caller, String uri) {
                subscribed.add(session);
                return uri.endsWith("none") ? Optional.of("there is no such resource") : Optional.empty();
            }

            @Override
            public void unsubscribed(String session, String uri) {
                subscribed.remove(session);
            }

            @Override
            public void ended(String session) {
                subscribed.remove(session);
            }
        };
        conduct = new Conduct(new JacksonMcpJsonMapper(new JsonMapper()), access, clock, watch, (_, result) -> result);
        streamable = new StreamableTransport("/mcp", conduct);
        sse = new SseTransport("/sse", "/mcp/message", conduct);
        McpSchema.ServerCapabilities capabilities = McpSchema.ServerCapabilities.builder()
                .tools(false)
                .resources(!sessions.stateless(), false)
                .build();
        servers = List.of(
                McpServer.sync(streamable)
                        .immediateExecution(true)
                        .capabilities(capabilities)
                        .tools(tools())
                        .build(),
                McpServer.sync(sse)
                        .immediateExecution(true)
                        .capabilities(capabilities)
                        .tools(tools())
                        .build());
        http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(
                                RouterFunctions.toWebHandler(streamable.routes().and(sse.routes())))
                        .filter(LetIn.as(request -> new Caller(
                                Optional.ofNullable(request.getHeaders().getFirst("Caller"))
                                        .orElse("anyone"),
                                Role.READER,
                                TenantId.DEFAULT)))
                        .build()))
                .bindNow();
    }

    static AccessSettings.Sessions sessions(int most) {
        return new AccessSettings.Sessions(false, most, Duration.ofMinutes(30));
    }

    private List<SyncToolSpecification> tools() {
        Map<String, Object> schema = Map.of("type", "object");
        return List.of(
                new SyncToolSpecification(
                        McpSchema.Tool.builder("who", schema).build(),
                        (exchange, _) -> CallToolResult.builder()
                                .addTextContent(Conduct.caller(exchange.transportContext())
                                        .name())
                                .build()),
                new SyncToolSpecification(McpSchema.Tool.builder("long", schema).build(), (_, _) -> {
                    begun.release();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                        interrupted.release();
                    }
                    return CallToolResult.builder()
                            .addTextContent("interrupted")
                            .build();
                }));
    }

    String url() {
        return "http://127.0.0.1:" + http.port();
    }

    @Override
    public void close() {
        servers.forEach(McpSyncServer::closeGracefully);
        http.disposeNow();
        conduct.close();
    }
}
