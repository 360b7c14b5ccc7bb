package io.lokitempo.mcp.transport;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One stream of server-sent events, as the SDK's sessions write to it. */
final class EventStream implements McpStreamableServerTransport {
    /** Comments this often keep proxies from closing a stream and show when a client is gone. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    /** Events that a client has not taken; one that is so far behind reads no more. */
    private static final int MOST_UNREAD = 1_000;

    private final FluxSink<ServerSentEvent<String>> sink;
    private final AtomicInteger unread;
    private final McpJsonMapper json;
    private final UnaryOperator<Object> results;
    private final Set<Object> withheld = ConcurrentHashMap.newKeySet();
    private final Disposable.Composite work = Disposables.composite();

    private EventStream(
            FluxSink<ServerSentEvent<String>> sink,
            AtomicInteger unread,
            McpJsonMapper json,
            UnaryOperator<Object> results) {
        this.sink = sink;
        this.unread = unread;
        this.json = json;
        this.results = results;
    }

    /**
     * A response that is a stream.
     *
     * @param results what a client is shown of a result
     * @param opened is given the stream when a client takes it
     */
    static Mono<ServerResponse> response(
            McpJsonMapper json, UnaryOperator<Object> results, Consumer<EventStream> opened) {
        Flux<ServerSentEvent<String>> events = Flux.defer(() -> {
            AtomicInteger unread = new AtomicInteger();
            return Flux.<ServerSentEvent<String>>create(sink -> {
                        EventStream stream = new EventStream(sink, unread, json, results);
                        stream.begin();
                        opened.accept(stream);
                    })
                    .doOnNext(_ -> unread.decrementAndGet());
        });
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no") // or nginx keeps events to itself
                .body(BodyInserters.fromServerSentEvents(events));
    }

    private void begin() {
        sink.onDispose(work);
        long seconds = SIGN_OF_LIFE.toSeconds();
        ServerSentEvent<String> comment =
                ServerSentEvent.<String>builder().comment("").build();
        send(comment); // or the response's head would wait for the first event
        onEnd(Schedulers.parallel().schedulePeriodically(() -> send(comment), seconds, seconds, TimeUnit.SECONDS));
    }

    /** Has work that belongs to the stream end with it. */
    void onEnd(Disposable ending) {
        work.add(ending);
    }

    void event(String name, String data) {
        send(ServerSentEvent.<String>builder().event(name).data(data).build());
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return sendMessage(message, null);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, @Nullable String messageId) {
        return Mono.fromRunnable(() -> {
            if (!(message instanceof JSONRPCResponse response && withheld.remove(response.id()))) {
                say(message);
            }
        });
    }

    /** Does not send the answer to a request that was taken back: work that is interrupted may still come to one. */
    void withhold(Object request) {
        if (withheld.size() < MOST_UNREAD) {
            withheld.add(request);
        }
    }

    /** Sends the answer to a request after all. */
    void release(Object request) {
        withheld.remove(request);
    }

    void say(JSONRPCMessage message) {
        event("message", text(message));
    }

    private String text(JSONRPCMessage message) {
        try {
            return json.writeValueAsString(
                    message instanceof JSONRPCResponse response && response.result() != null
                            ? JSONRPCResponse.result(response.id(), results.apply(response.result()))
                            : message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(ServerSentEvent<String> event) {
        if (unread.incrementAndGet() > MOST_UNREAD) {
            sink.error(new IllegalStateException("the client reads no more: " + MOST_UNREAD + " events are waiting"));
        } else {
            sink.next(event);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public void close() {
        sink.complete();
    }
}
