package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.security.Callers;
import io.lokitempo.mcp.transport.Sessions.Entry;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * HTTP+SSE, as of
 * <a href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports">the specification of 2024-11-05</a>:
 * deprecated in the protocol, and still what existing agents speak. A session is its stream and ends with it.
 */
public final class SseTransport implements McpServerTransportProvider {
    private static final Logger log = LoggerFactory.getLogger(SseTransport.class);

    private final String path;
    private final String messages;
    private final Conduct conduct;
    private final Bodies bodies;
    private final Sessions<Connected> sessions;
    private final Disposable sweeping;
    private McpServerSession.@Nullable Factory factory;

    private record Connected(McpServerSession session, EventStream stream) {}

    /** @param messages where clients post what they have to say */
    public SseTransport(String path, String messages, Conduct conduct) {
        this.path = path;
        this.messages = messages;
        this.conduct = conduct;
        bodies = conduct.bodies();
        sessions = conduct.sessions(connected -> connected.session().close());
        int seconds = StreamableTransport.SWEEP_SECONDS;
        sweeping = Schedulers.parallel().schedulePeriodically(sessions::sweep, seconds, seconds, TimeUnit.SECONDS);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(path, this::connect)
                .POST(messages, this::post)
                .build();
    }

    /** Sessions at the moment. */
    public int open() {
        return sessions.all().size();
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(ProtocolVersions.MCP_2024_11_05);
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory sessionFactory) {
        factory = sessionFactory;
    }

    private Mono<ServerResponse> connect(ServerRequest request) {
        if (factory == null) {
            throw new IllegalStateException("no server has taken this transport");
        }
        McpServerSession.Factory made = factory;
        Caller caller = Callers.of(request);
        if (!sessions.hasRoom()) { // said while there still is a status to say it with
            return Bodies.tooManySessions();
        }
        return EventStream.response(conduct.json(), result -> conduct.shown(caller, result), stream -> {
            McpServerSession session = made.create(stream);
            sessions.open(session.getId(), new Connected(session, stream), caller)
                    .ifPresentOrElse(
                            entry -> {
                                entry.streamOpened();
                                stream.onEnd(() -> sessions.end(entry));
                                stream.event("endpoint", messages + "?sessionId=" + session.getId());
                            },
                            stream::close);
        });
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        Caller caller = Callers.of(request);
        return sessions.find(request.queryParam("sessionId").orElse(null), caller)
                .map(entry -> bodies.answered(request, message -> message(entry, caller, message)))
                .orElseGet(() -> request.queryParam("sessionId").isPresent()
                        ? Bodies.noSuchSession()
                        : Bodies.refusal(
                                HttpStatus.BAD_REQUEST,
                                Bodies.REFUSED,
                                "sessionId is missing; GET " + path + " tells the address to post to"));
    }

    private Mono<ServerResponse> message(Entry<Connected> entry, Caller caller, JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest request) {
            conduct.heed(entry, request)
                    .ifPresentOrElse(
                            error -> entry.session().stream().say(JSONRPCResponse.error(request.id(), error)),
                            () -> work(entry, caller, message, request.id()));
        } else if (message instanceof JSONRPCNotification notification) {
            Object cancelled = Conduct.cancelled(notification);
            if (cancelled != null) {
                entry.session().stream().withhold(cancelled);
                if (!entry.cancel(cancelled)) {
                    entry.session().stream().release(cancelled);
                }
            }
            if (notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
                work(entry, caller, message, notification);
            }
        } else {
            work(entry, caller, message, message);
        }
        return ServerResponse.accepted().build();
    }

    /** The answer comes over the stream; the work ends with the session. */
    private void work(Entry<Connected> entry, Caller caller, JSONRPCMessage message, Object id) {
        Disposable.Swap work = Disposables.swap();
        entry.runs(id, work);
        work.update(conduct.off(entry.session().session().handle(message), caller)
                .doFinally(_ -> entry.ran(id, work))
                .subscribe(_ -> {}, error -> log.warn("a message was not answered: {}", error.toString())));
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.fromIterable(sessions.all())
                .flatMap(entry -> notifyClient(entry.id(), method, params))
                .then();
    }

    @Override
    public Mono<Void> notifyClient(String sessionId, String method, Object params) {
        return Mono.justOrEmpty(sessions.byId(sessionId))
                .flatMap(entry -> entry.session().session().sendNotification(method, params))
                .onErrorComplete();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> {
            sweeping.dispose();
            sessions.endAll();
        });
    }
}
