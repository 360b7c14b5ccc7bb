package io.lokitempo.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.lokitempo.upstream.Exchange.Greeting;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * One server behind HTTP, asked within bounds: so many calls at once, so many attempts with growing pauses, and none for
 * a while where the last ones failed. Every call blocks.
 */
public final class HttpUpstream implements AutoCloseable {
    private final String server;
    private final Endpoint endpoint;
    private final CallListener listener;
    private final Exchange exchange;
    private final Retry retries;
    private final CircuitBreaker circuit;
    private final Bulkhead bulkhead;

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
        this.server = server;
        this.endpoint = endpoint;
        this.listener = listener;
        exchange = new Exchange(server, endpoint, headers(endpoint, agent, headers), bounds.maxBodyBytes());
        retries = Retry.of(server, retrying(endpoint, bounds));
        circuit = CircuitBreaker.of(server, breaking(bounds));
        bulkhead = Bulkhead.of(
                server,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(endpoint.maxConcurrent())
                        .maxWaitDuration(endpoint.timeout())
                        .build());
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public <T> Reply<T> get(Request request, AnswerReader<T> reader) {
        long begun = System.nanoTime();
        Retry.Context<Attempt<T>> retry = retries.context();
        Attempt<T> attempt;
        int attempts = 0;
        do {
            attempt = guarded(request, reader);
            attempts++;
        } while (isRepeated(retry, attempt));
        listener.ended(
                request.operation(), outcome(attempt.reply()), attempts, Duration.ofNanos(System.nanoTime() - begun));
        return attempt.reply();
    }

    /** The version in a {@code buildinfo} answer, without a leading v; empty where the server was built without one. */
    public Reply<String> version(String path) {
        return get(Request.of("buildinfo", path), HttpUpstream::version);
    }

    private static Answered<String> version(JsonCursor json) {
        String version = null;
        for (String name : json.fields()) {
            version = name.equals("version") ? json.text() : version;
        }
        if (version == null) {
            throw json.unexpected("a version");
        }
        return new Answered<>(version.startsWith("v") ? version.substring(1) : version);
    }

    /** Whether {@code /ready} says so; asked once, and also while the circuit is open. */
    public Reply<Boolean> ready() {
        return switch (exchange.greeting(Request.of("ready", "/ready"))) {
            case Answered<Greeting>(Greeting hello, List<String> _) when hello.status() == 200 -> new Answered<>(true);
            case Answered<Greeting>(Greeting hello, List<String> _)
            when hello.status() == 503 -> new Answered<>(false, List.of(hello.text()));
            case Answered<Greeting>(Greeting hello, List<String> _) -> new Refused<>(hello.status(), hello.text());
            case Refused<Greeting>(int status, String message) -> new Refused<>(status, message);
            case Unavailable<Greeting>(Reason reason, String message) -> new Unavailable<>(reason, message);
        };
    }

    /** Seconds by which the server's clock is ahead of ours, to the second that its {@code Date} header has. */
    public Reply<Long> clockSkewSeconds() {
        Instant asked = Instant.now();
        Reply<Greeting> reply = exchange.greeting(Request.of("ready", "/ready"));
        Instant between = asked.plus(Duration.between(asked, Instant.now()).dividedBy(2));
        return switch (reply) {
            case Answered<Greeting>(Greeting hello, List<String> _) ->
                hello.date()
                        .<Reply<Long>>map(date -> new Answered<>(secondsAhead(date, between)))
                        .orElseGet(
                                () -> new Unavailable<>(Reason.UNREADABLE, server + " sent no readable Date header"));
            case Refused<Greeting>(int status, String message) -> new Refused<>(status, message);
            case Unavailable<Greeting>(Reason reason, String message) -> new Unavailable<>(reason, message);
        };
    }

    /** A header's second has begun but not ended: on the average its clock shows half a second more. */
    static long secondsAhead(Instant header, Instant ours) {
        return (long) Math.rint(Duration.between(ours, header.plusMillis(500)).toMillis() / 1_000.0);
    }

    private <T> Attempt<T> guarded(Request request, AnswerReader<T> reader) {
        if (!bulkhead.tryAcquirePermission()) {
            return Attempt.last(
                    Reason.BUSY,
                    server + ": " + endpoint.maxConcurrent() + " calls are under way, and none ended in time");
        }
        try {
            return circuit.tryAcquirePermission()
                    ? watched(request, reader)
                    : Attempt.last(
                            Reason.CIRCUIT_OPEN,
                            server + " at " + endpoint.baseUrl() + ": not asked, since its last calls failed");
        } finally {
            bulkhead.onComplete();
        }
    }

    private <T> Attempt<T> watched(Request request, AnswerReader<T> reader) {
        long begun = System.nanoTime();
        Attempt.Health health = Attempt.Health.UNTOLD;
        try {
            Attempt<T> attempt = exchange.attempt(request, reader);
            health = attempt.health();
            return attempt;
        } finally {
            long took = System.nanoTime() - begun;
            switch (health) {
                case WELL -> circuit.onSuccess(took, TimeUnit.NANOSECONDS);
                case ILL -> circuit.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException("ill"));
                case UNTOLD -> circuit.releasePermission();
            }
        }
    }

    private static <T> boolean isRepeated(Retry.Context<Attempt<T>> retry, Attempt<T> attempt) {
        try {
            return retry.onResult(attempt);
        } catch (CancellationException _) {
            return false; // interrupted in the pause
        }
    }

    private static RetryConfig retrying(Endpoint endpoint, Bounds bounds) {
        IntervalFunction backoff =
                IntervalFunction.ofExponentialRandomBackoff(bounds.firstPause(), 2, 0.5, bounds.longestPause());
        return RetryConfig.<Attempt<?>>custom()
                .maxAttempts(endpoint.maxAttempts())
                .retryOnResult(Attempt::isWorthRepeating)
                .intervalBiFunction((attempts, result) ->
                        Math.max(backoff.apply(attempts), result.get().pause().toMillis()))
                .build();
    }

    /** Opens where at least half of the last ten attempts failed, and at least six were made. */
    private static CircuitBreakerConfig breaking(Bounds bounds) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(6)
                .failureRateThreshold(50)
                .waitDurationInOpenState(bounds.circuitPause())
                .permittedNumberOfCallsInHalfOpenState(2)
                .clock(bounds.clock())
                .writableStackTraceEnabled(false)
                .build();
    }

    private static Map<String, String> headers(Endpoint endpoint, String agent, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("User-Agent", agent);
        headers.put("Accept", "application/json");
        if (!endpoint.tenant().isDefault()) {
            headers.put("X-Scope-OrgID", endpoint.tenant().value());
        }
        switch (endpoint.credentials()) {
            case Credentials.Anonymous _ -> {}
            case Credentials.Basic basic -> headers.put("Authorization", "Basic " + ServerWords.encoded(basic));
            case Credentials.Bearer(Secret token) -> {
                if (!token.reveal().matches("[!-~]+")) {
                    throw new IllegalArgumentException("the token holds characters that no HTTP header can carry");
                }
                headers.put("Authorization", "Bearer " + token.reveal());
            }
        }
        return Map.copyOf(headers);
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
