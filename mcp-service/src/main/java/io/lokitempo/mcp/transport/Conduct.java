package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What both transports do alike. Handlers block, so they run on virtual threads, which cancelling interrupts. */
public final class Conduct implements AutoCloseable {
    /** The caller in the SDK's transport context. */
    private static final String CALLER = "caller";

    private final McpJsonMapper json;
    private final AccessSettings access;
    private final Clock clock;
    private final SessionWatch watch;
    private final Views views;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads, "mcp");

    public Conduct(McpJsonMapper json, AccessSettings access, Clock clock, SessionWatch watch, Views views) {
        this.json = json;
        this.access = access;
        this.clock = clock;
        this.watch = watch;
        this.views = views;
    }

    /** Who makes the request that a handler of the SDK works on. */
    public static Caller caller(McpTransportContext context) {
        if (context.get(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request without a caller");
    }

    McpJsonMapper json() {
        return json;
    }

    Bodies bodies() {
        return new Bodies(json, access.requestBytes());
    }

    boolean isStateless() {
        return access.sessions().stateless();
    }

    <S> Sessions<S> sessions(Consumer<S> close) {
        AccessSettings.Sessions bounds = access.sessions();
        return new Sessions<>(bounds.most(), bounds.idle(), clock, this::isSame, entry -> {
            watch.ended(entry.id());
            close.accept(entry.session());
        });
    }

    /** Those who need not sign in may come from another address the next time; nobody guesses their session's id. */
    private boolean isSame(Caller first, Caller second) {
        return access.signIn() instanceof SignIn.Nobody || first.equals(second);
    }

    Object shown(Caller caller, Object result) {
        return views.shown(caller, result);
    }

    /** Has work on a message done for a caller, off the event loop. */
    <T> Mono<T> off(Mono<T> work, Caller caller) {
        McpTransportContext context = McpTransportContext.create(Map.of(CALLER, caller));
        return work.contextWrite(with -> with.put(McpTransportContext.KEY, context))
                .subscribeOn(scheduler);
    }

    /**
     * Subscriptions are kept here and not in the SDK, which would tell one tenant of another's.
     *
     * @return why the request is refused; empty where it goes on
     */
    Optional<JSONRPCError> heed(Sessions.Entry<?> entry, JSONRPCRequest request) {
        String uri = uri(request.params());
        if (uri != null && request.method().equals(McpSchema.METHOD_RESOURCES_SUBSCRIBE)) {
            return watch.subscribed(entry.id(), entry.caller(), uri)
                    .map(why -> new JSONRPCError(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND, why, null));
        }
        if (uri != null && request.method().equals(McpSchema.METHOD_RESOURCES_UNSUBSCRIBE)) {
            watch.unsubscribed(entry.id(), uri);
        }
        return Optional.empty();
    }

    private static @Nullable String uri(@Nullable Object params) {
        return params instanceof Map<?, ?> map && map.get("uri") instanceof String uri ? uri : null;
    }

    /** The request that a client takes back; null where the notification is another one. */
    static @Nullable Object cancelled(JSONRPCNotification notification) {
        return notification.method().equals("notifications/cancelled") && notification.params() instanceof Map<?, ?> map
                ? map.get("requestId")
                : null;
    }

    @Override
    public void close() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
