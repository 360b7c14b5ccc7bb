package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.security.Callers;
import io.lokitempo.mcp.transport.Sessions.Entry;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Streamable HTTP, as of
 * <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">the specification of 2025-11-25</a>.
 * The SDK's own keeps a session after its DELETE, accepts any protocol version and keeps as many sessions as are opened.
 * Without sessions every request is answered as if it were its client's first.
 */
public final class StreamableTransport implements McpStreamableServerTransportProvider {
    private static final Logger log = LoggerFactory.getLogger(StreamableTransport.class);
    private static final List<String> VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);
    private static final TypeRef<InitializeRequest> INITIALIZE = new TypeRef<>() {};
    static final int SWEEP_SECONDS = 10;

    private final String path;
    private final Conduct conduct;
    private final Bodies bodies;
    private final Sessions<McpStreamableServerSession> sessions;
    private final Disposable sweeping;
    private McpStreamableServerSession.@Nullable Factory factory;

    public StreamableTransport(String path, Conduct conduct) {
        this.path = path;
        this.conduct = conduct;
        bodies = conduct.bodies();
        sessions = conduct.sessions(McpStreamableServerSession::close);
        sweeping = Schedulers.parallel()
                .schedulePeriodically(sessions::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST(path, this::post)
                .GET(path, this::get)
                .DELETE(path, this::delete)
                .build();
    }

    /** Sessions at the moment. */
    public int open() {
        return sessions.all().size();
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
        factory = sessionFactory;
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        if (!accepts(request, MediaType.TEXT_EVENT_STREAM)) {
            return Bodies.refusal(
                    HttpStatus.NOT_ACCEPTABLE,
                    Bodies.REFUSED,
                    "answers are streams: Accept: application/json, text/event-stream is needed");
        }
        Caller caller = Callers.of(request);
        return bodies.answered(request, message -> message(request, caller, message));
    }

    private static boolean accepts(ServerRequest request, MediaType type) {
        List<MediaType> accepted = request.headers().accept();
        return accepted.isEmpty() || accepted.stream().anyMatch(range -> range.includes(type));
    }

    private Mono<ServerResponse> message(ServerRequest request, Caller caller, JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest first && first.method().equals(McpSchema.METHOD_INITIALIZE)) {
            return initialize(caller, first.id(), first.params());
        }
        Optional<Mono<ServerResponse>> refused = wrongVersion(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (conduct.isStateless()) {
            return alone(caller, message);
        }
        String id = request.headers().firstHeader(HttpHeaders.MCP_SESSION_ID);
        if (id == null) {
            return missingSession();
        }
        return sessions.find(id, caller)
                .map(entry -> inSession(entry, caller, message))
                .orElseGet(Bodies::noSuchSession);
    }

    private Mono<ServerResponse> initialize(Caller caller, Object id, @Nullable Object params) {
        McpStreamableServerSessionInit init;
        try {
            init = started(conduct.json().convertValue(params, INITIALIZE));
        } catch (IllegalArgumentException _) {
            return Bodies.refusal(
                    HttpStatus.BAD_REQUEST,
                    McpSchema.ErrorCodes.INVALID_PARAMS,
                    "initialize needs protocolVersion, capabilities and clientInfo");
        }
        if (!conduct.isStateless()
                && sessions.open(init.session().getId(), init.session(), caller).isEmpty()) {
            return Bodies.tooManySessions();
        }
        return init.initResult().flatMap(result -> {
            ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
            if (!conduct.isStateless()) {
                response.header(HttpHeaders.MCP_SESSION_ID, init.session().getId());
            }
            return response.bodyValue(text(JSONRPCResponse.result(id, result)));
        });
    }

    private McpStreamableServerSessionInit started(InitializeRequest request) {
        if (factory == null) {
            throw new IllegalStateException("no server has taken this transport");
        }
        return factory.startSession(request);
    }

    private String text(JSONRPCMessage message) {
        try {
            return conduct.json().writeValueAsString(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Mono<ServerResponse>> wrongVersion(ServerRequest request) {
        String version = request.headers().firstHeader(HttpHeaders.PROTOCOL_VERSION);
        return version == null || VERSIONS.contains(version)
                ? Optional.empty()
                : Optional.of(Bodies.refusal(
                        HttpStatus.BAD_REQUEST,
                        Bodies.REFUSED,
                        "this MCP-Protocol-Version is not spoken here; accepted: " + String.join(", ", VERSIONS)));
    }

    private static Mono<ServerResponse> missingSession() {
        return Bodies.refusal(
                HttpStatus.BAD_REQUEST, Bodies.REFUSED, "Mcp-Session-Id is missing; initialize answers with one");
    }

    private Mono<ServerResponse> inSession(
            Entry<McpStreamableServerSession> entry, Caller caller, JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest request) {
            return conduct.heed(entry, request)
                    .map(error -> ServerResponse.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(text(JSONRPCResponse.error(request.id(), error))))
                    .orElseGet(() -> answer(entry.session(), caller, request, entry));
        }
        if (message instanceof JSONRPCResponse response) {
            return conduct.off(entry.session().accept(response), caller)
                    .then(ServerResponse.accepted().build())
                    .onErrorResume(_ -> Bodies.refusal(
                            HttpStatus.BAD_REQUEST, Bodies.REFUSED, "nothing was asked that this answers"));
        }
        if (message instanceof JSONRPCNotification notification) {
            entry.cancel(Conduct.cancelled(notification));
        }
        return ServerResponse.accepted().build();
    }

    private Mono<ServerResponse> alone(Caller caller, JSONRPCMessage message) {
        if (!(message instanceof JSONRPCRequest request)) {
            return ServerResponse.accepted().build();
        }
        InitializeRequest unknown = InitializeRequest.builder(
                        ProtocolVersions.MCP_2025_11_25,
                        McpSchema.ClientCapabilities.builder().build(),
                        McpSchema.Implementation.builder("unknown", "0").build())
                .build();
        return answer(started(unknown).session(), caller, request, null);
    }

    private Mono<ServerResponse> answer(
            McpStreamableServerSession session,
            Caller caller,
            JSONRPCRequest request,
            @Nullable Entry<McpStreamableServerSession> entry) {
        return EventStream.response(conduct.json(), result -> conduct.shown(caller, result), stream -> {
            var response = session.responseStream(stream);
            stream.onEnd(response::close);
            Disposable work = conduct.off(response.handle(request), caller)
                    .subscribe(
                            _ -> {}, error -> log.warn("{} was not answered: {}", request.method(), error.toString()));
            stream.onEnd(work);
            if (entry != null) {
                Disposable cancelling = stream::close;
                entry.runs(request.id(), cancelling);
                stream.onEnd(() -> entry.ran(request.id(), cancelling));
            }
        });
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        if (conduct.isStateless()) {
            return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED).build();
        }
        if (!accepts(request, MediaType.TEXT_EVENT_STREAM)) {
            return Bodies.refusal(
                    HttpStatus.NOT_ACCEPTABLE, Bodies.REFUSED, "this is a stream: Accept: text/event-stream is needed");
        }
        return withSession(
                request,
                entry -> EventStream.response(conduct.json(), result -> result, stream -> {
                    var listening = entry.session().listeningStream(stream);
                    entry.streamOpened();
                    stream.onEnd(() -> {
                        entry.streamClosed();
                        listening.close();
                    });
                }));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        if (conduct.isStateless()) {
            return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED).build();
        }
        return withSession(request, entry -> {
            sessions.end(entry);
            return ServerResponse.ok().build();
        });
    }

    private Mono<ServerResponse> withSession(
            ServerRequest request,
            java.util.function.Function<Entry<McpStreamableServerSession>, Mono<ServerResponse>> answer) {
        Optional<Mono<ServerResponse>> refused = wrongVersion(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        String id = request.headers().firstHeader(HttpHeaders.MCP_SESSION_ID);
        if (id == null) {
            return missingSession();
        }
        return sessions.find(id, Callers.of(request)).map(answer).orElseGet(Bodies::noSuchSession);
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.fromIterable(sessions.all())
                .flatMap(entry -> notifyClient(entry.id(), method, params))
                .then();
    }

    /** A client that does not listen at the moment is told nothing. */
    @Override
    public Mono<Void> notifyClient(String sessionId, String method, Object params) {
        return Mono.justOrEmpty(sessions.byId(sessionId))
                .flatMap(entry -> entry.session().sendNotification(method, params))
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
