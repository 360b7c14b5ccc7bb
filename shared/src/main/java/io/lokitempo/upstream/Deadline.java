package io.lokitempo.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends the reading of a body in time. The JDK's own time-out ends with the headers, so that a server that sends a byte
 * now and then would hold its reader for ever.
 */
final class Deadline implements AutoCloseable {
    private final CompletableFuture<Boolean> passed;

    private Deadline(CompletableFuture<Boolean> passed) {
        this.passed = passed;
    }

    static Deadline in(Duration time) {
        return new Deadline(
                new CompletableFuture<Boolean>().completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Closes {@code body} when the time is up, which wakes its reader with an {@link IOException}. */
    void ends(InputStream body) {
        var _ = passed.thenAccept(_ -> {
            try {
                body.close();
            } catch (IOException _) {
                // the reader, for whom this is done, learns it from its own next read
            }
        });
    }

    boolean isPast() {
        return passed.isDone();
    }

    @Override
    public void close() {
        passed.cancel(false);
    }
}
