package io.lokitempo.mcp.live;

import io.lokitempo.loki.IndexStats;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.Volume;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;

/**
 * Keeps a query from reading more of Loki than a budget allows. The index is asked twice, since each of its two answers is
 * too low at times: stats know nothing of chunks not yet flushed, volume leaves small streams out.
 */
record QueryGuard(LokiClient loki, long byteBudget) {
    private static final int MOST_STREAMS = 1_000;

    /** @throws RefusedException where the query would read more; {@code self} is made cheaper and suggested */
    void check(LogQuery query, TimeWindow window, Call self) {
        long bytes = query.selectors().stream()
                .map(StreamSelector::toString)
                .distinct()
                .mapToLong(selector -> bytes(selector, window))
                .sum();
        if (bytes > byteBudget) {
            throw new RefusedException(refusal(query, window, self, bytes));
        }
    }

    /** Bytes that a selector's streams hold in the window, 0 where Loki does not tell. */
    long bytes(String selector, TimeWindow window) {
        long indexed = loki.indexStats(selector, window)
                .answered()
                .map(IndexStats::bytes)
                .orElse(0L);
        long volume = loki.volume(selector, window, MOST_STREAMS)
                .answered()
                .map(volumes -> volumes.stream().mapToLong(Volume::bytes).sum())
                .orElse(0L);
        return Math.max(indexed, volume);
    }

    private Refusal refusal(LogQuery query, TimeWindow window, Call self, long bytes) {
        double share = (double) byteBudget / bytes;
        Duration affordable =
                Duration.ofSeconds(Math.max(60, (long) (window.length().toSeconds() * share * 0.8)));
        String what =
                "this reads about %s of logs and LOKI_BYTE_BUDGET allows %s; a service or another label in the selector is cheaper still"
                        .formatted(Numbers.bytes(bytes), Numbers.bytes(byteBudget));
        return new Refusal(
                Category.TOO_HEAVY,
                what,
                query.logql() + " over "
                        + Numbers.millis((double) window.length().toMillis()),
                self.with("time_range", Math.max(1, affordable.toMinutes()) + "m")
                        .with("cursor", ""),
                false);
    }
}
