package io.lokitempo.mcp.server;

import io.lokitempo.mcp.call.Progress;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * Progress told to a client that asked for it: what a tool reports, and as long as it reports nothing, every second that
 * it still works. Numbers only rise, as the protocol asks.
 */
final class Told implements Progress, AutoCloseable {
    private final McpSyncServerExchange exchange;
    private final @Nullable Object token;
    private final Instant deadline;
    private final Disposable ticking;
    private double last = -1;
    private boolean reported;

    /** @param token of the client's, or null where it asked for nothing */
    Told(McpSyncServerExchange exchange, @Nullable Object token, Instant deadline) {
        this.exchange = exchange;
        this.token = token;
        this.deadline = deadline;
        ticking = token == null
                ? Disposables.disposed()
                : Schedulers.boundedElastic().schedulePeriodically(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void tick() {
        if (!reported) {
            tell(last + 1, null, "still working");
        }
    }

    @Override
    public synchronized void report(double done, double total, String message) {
        if (token != null) {
            reported = true;
            tell(done, total, message);
        }
    }

    private void tell(double done, @Nullable Double total, String message) {
        if (token != null && done > last) {
            last = done;
            exchange.progressNotification(McpSchema.ProgressNotification.builder(token, done)
                    .total(total)
                    .message(message)
                    .build());
        }
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public void close() {
        ticking.dispose();
    }
}
