package io.lokitempo.mcp.flight;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One doing of a piece of work, that others may wait for. */
public final class Flight<V> {
    private final CompletableFuture<Landed<V>> landed = new CompletableFuture<>();
    private final long begun;

    private record Landed<V>(Optional<V> result, long lifeNanos) {}

    Flight(long begun) {
        this.begun = begun;
    }

    boolean isOver(long now) {
        return landed.isDone() && now - begun >= landed.join().lifeNanos();
    }

    void land(Optional<V> result, Duration life) {
        landed.complete(new Landed<>(result, life.toNanos()));
    }

    /** What it came to; empty where that is nobody else's. */
    public Optional<V> await() throws InterruptedException {
        try {
            return landed.get().result();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight only ever lands", e);
        }
    }

    /** The same, empty also where it takes longer. */
    public Optional<V> await(Duration patience) throws InterruptedException {
        try {
            return landed.get(patience.toMillis(), TimeUnit.MILLISECONDS).result();
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight only ever lands", e);
        }
    }
}
