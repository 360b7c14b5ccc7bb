package io.lokitempo.analyzer.poll;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loki's own counts, asked for all services at once and shared by all pollers of this process for a moment: a quiet
 * service costs no query of its own.
 */
final class WindowCounts {
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final LogStore logs;
    private final Clock clock;
    private final Map<TimeWindow, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(Instant at, CompletableFuture<Reply<Map<ServiceName, Long>>> reply) {}

    WindowCounts(LogStore logs, Clock clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** Lines of each service in {@code [start, end)}; absent for none. */
    Reply<Map<ServiceName, Long>> of(TimeWindow window) {
        Instant now = clock.instant();
        asked.values().removeIf(earlier -> earlier.at().plus(FRESH).isBefore(now));
        Asked mine = new Asked(now, new CompletableFuture<>());
        Asked first = asked.putIfAbsent(window, mine);
        if (first != null) {
            return first.reply().join();
        }
        try {
            mine.reply().complete(logs.counts(window));
        } catch (RuntimeException e) {
            mine.reply().completeExceptionally(e);
        }
        Reply<Map<ServiceName, Long>> reply = mine.reply().join();
        if (reply instanceof Reply.Unavailable<?>) {
            asked.remove(window, mine);
        }
        return reply;
    }
}
