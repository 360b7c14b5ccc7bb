package io.lokitempo.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Unavailable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how a server is asked: so many attempts at once, so many for one call with growing pauses between them, and none
 * for a while where the last ones failed.
 */
final class Guard {
    private final String server;
    private final Retry retries;
    private final CircuitBreaker circuit;
    private final Bulkhead bulkhead;
    private volatile String lastTrouble = "";

    /** @param server its name and place, for messages */
    Guard(String server, Endpoint endpoint, Bounds bounds) {
        this.server = server;
        retries = Retry.of(server, retrying(endpoint, bounds));
        circuit = CircuitBreaker.of(server, breaking(bounds));
        bulkhead = Bulkhead.of(
                server,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(endpoint.maxConcurrent())
                        .maxWaitDuration(endpoint.timeout())
                        .build());
    }

    /** How a call ended, and after how many attempts. */
    record Ended<T>(Reply<T> reply, int attempts) {}

    <T> Ended<T> call(Supplier<Attempt<T>> once) {
        Retry.Context<Attempt<T>> retry = retries.context();
        Attempt<T> attempt;
        int attempts = 0;
        do {
            attempt = bounded(once);
            attempts++;
        } while (isRepeated(retry, attempt));
        return new Ended<>(attempt.reply(), attempts);
    }

    private <T> Attempt<T> bounded(Supplier<Attempt<T>> once) {
        if (!bulkhead.tryAcquirePermission()) {
            return Attempt.last(
                    Reason.BUSY, server + ": all calls allowed at once are under way, and none ended in time");
        }
        try {
            return circuit.tryAcquirePermission()
                    ? watched(once)
                    : Attempt.last(
                            Reason.CIRCUIT_OPEN,
                            server + ": not asked, since its last calls failed. The last one: " + lastTrouble);
        } finally {
            bulkhead.onComplete();
        }
    }

    private <T> Attempt<T> watched(Supplier<Attempt<T>> once) {
        long begun = System.nanoTime();
        Attempt.Health health = Attempt.Health.UNTOLD;
        try {
            Attempt<T> attempt = once.get();
            health = attempt.health();
            if (health == Attempt.Health.ILL && attempt.reply() instanceof Unavailable<T>(Reason _, String message)) {
                lastTrouble = message;
            }
            return attempt;
        } finally {
            long took = System.nanoTime() - begun;
            switch (health) {
                case WELL -> circuit.onSuccess(took, TimeUnit.NANOSECONDS);
                case ILL -> circuit.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(lastTrouble));
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

    /** Opens where at least half of the last twenty attempts failed, and at least ten were made. */
    private static CircuitBreakerConfig breaking(Bounds bounds) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(bounds.circuitPause())
                .permittedNumberOfCallsInHalfOpenState(2)
                .clock(bounds.clock())
                .build();
    }
}
