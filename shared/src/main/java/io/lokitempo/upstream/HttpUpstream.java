package io.lokitempo.upstream;

import io.lokitempo.upstream.Exchange.Greeting;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server behind HTTP, asked within the bounds of its endpoint. Every call blocks. */
public final class HttpUpstream implements AutoCloseable {
    private static final Request READY = Request.of("ready", "/ready");

    private final Endpoint endpoint;
    private final CallListener listener;
    private final Exchange exchange;
    private final Guard guard;

    /**
     * @param server its name in messages
     * @param agent sent as {@code User-Agent}
     * @param headers sent with every request besides those of the endpoint
     */
    public HttpUpstream(
            String server, Endpoint endpoint, String agent, Map<String, String> headers, CallListener listener) {
        this(server, endpoint, agent, headers, listener, Bounds.DEFAULT);
    }

    HttpUpstream(
            String server,
            Endpoint endpoint,
            String agent,
            Map<String, String> headers,
            CallListener listener,
            Bounds bounds) {
        this.endpoint = endpoint;
        this.listener = listener;
        String place = server + " at " + endpoint.baseUrl();
        exchange = new Exchange(place, endpoint, RequestHeaders.of(endpoint, agent, headers), bounds.maxBodyBytes());
        guard = new Guard(place, endpoint, bounds);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public <T> Reply<T> get(Request request, AnswerReader<T> reader) {
        long begun = System.nanoTime();
        Guard.Ended<T> ended = guard.call(() -> attempt(request, reader));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        listener.ended(request.operation(), outcome(ended.reply()), ended.attempts(), took);
        return ended.reply();
    }

    private <T> Attempt<T> attempt(Request request, AnswerReader<T> reader) {
        Attempt<T> attempt = exchange.attempt(request, reader);
        if (attempt.reply() instanceof Unavailable<T>(Reason reason, String _) && reason == Reason.RATE_LIMITED) {
            listener.limited(attempt.pause());
        }
        return attempt;
    }

    /** The version in a {@code buildinfo} answer, without a leading v; empty where the server was built without one. */
    public Reply<String> version(String path) {
        return get(Request.of("buildinfo", path), HttpUpstream::version);
    }

    private static Answered<String> version(JsonCursor json) {
        @Nullable String version = null;
        for (String name : json.fields()) {
            version = name.equals("version") ? json.text() : version;
        }
        if (version == null) {
            throw json.unexpected("a version");
        }
        return new Answered<>(version.startsWith("v") ? version.substring(1) : version);
    }

    /** Whether {@code /ready} says so; asked once, and also while the server is left alone otherwise. */
    public Reply<Boolean> ready() {
        return exchange.greeting(READY).then(answer -> {
            Greeting greeting = answer.value();
            return switch (greeting.status()) {
                case 200 -> new Answered<>(true);
                case 503 -> new Answered<>(false, List.of(greeting.text()));
                default -> new Refused<>(greeting.status(), greeting.text());
            };
        });
    }

    /** Seconds by which the server's clock is ahead of ours, to the second that its {@code Date} header has. */
    public Reply<Long> clockSkewSeconds() {
        Instant asked = Instant.now();
        Reply<Greeting> reply = exchange.greeting(READY);
        Instant between = asked.plus(Duration.between(asked, Instant.now()).dividedBy(2));
        return reply.then(answer -> {
            Optional<Instant> date = answer.value().date();
            return date.isPresent()
                    ? new Answered<>(secondsAhead(date.get(), between))
                    : new Unavailable<>(Reason.UNREADABLE, "the server sent no readable Date header");
        });
    }

    /** A header's second has begun but not ended: on the average its clock shows half a second more. */
    static long secondsAhead(Instant header, Instant ours) {
        return (long) Math.rint(Duration.between(ours, header.plusMillis(500)).toMillis() / 1_000.0);
    }

    private static String outcome(Reply<?> reply) {
        return switch (reply) {
            case Answered<?> _ -> "answered";
            case Refused<?> _ -> "refused";
            case Unavailable<?>(Reason reason, String _) -> reason.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public void close() {
        exchange.close();
    }
}
