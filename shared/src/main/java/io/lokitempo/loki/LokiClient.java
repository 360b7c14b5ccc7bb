package io.lokitempo.loki;

import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks one Loki for one tenant. Safe for use by many threads; every call blocks, so call it from a virtual thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class LokiClient implements AutoCloseable {
    /** Loki's default {@code max_entries_limit_per_query}. */
    public static final int MAX_ENTRIES = 5_000;

    /** @param agent who asks, sent as {@code User-Agent} and in {@code X-Query-Tags} as {@code Source=agent} */
    public LokiClient(Endpoint endpoint, String agent) {
        throw new UnsupportedOperationException(endpoint + agent);
    }

    public Endpoint endpoint() {
        throw new UnsupportedOperationException();
    }

    /** Log or metric query over a range; structured metadata arrives apart from labels. */
    public Reply<QueryResult> query(RangeQuery query) {
        throw new UnsupportedOperationException(query.toString());
    }

    /** A log query: as {@link #query}, and a metric query is refused. */
    public Reply<QueryResult.Lines> lines(RangeQuery query) {
        throw new UnsupportedOperationException(query.toString());
    }

    /** A metric query at one instant. */
    public Reply<QueryResult.Vector> instant(String logql, Instant at) {
        throw new UnsupportedOperationException(logql + at);
    }

    public Reply<List<String>> labelNames(TimeWindow window) {
        throw new UnsupportedOperationException(window.toString());
    }

    /** @param selector a stream selector that narrows, or null; line filters are refused by Loki here */
    public Reply<List<String>> labelValues(String label, @Nullable String selector, TimeWindow window) {
        throw new UnsupportedOperationException(label + selector + window);
    }

    /** Label sets of the streams that match. */
    public Reply<List<Map<String, String>>> series(String selector, TimeWindow window) {
        throw new UnsupportedOperationException(selector + window);
    }

    public Reply<IndexStats> indexStats(String selector, TimeWindow window) {
        throw new UnsupportedOperationException(selector + window);
    }

    /** Bytes by the labels of the selector, largest first. Refused with 404 where volume is off. */
    public Reply<List<Volume>> volume(String selector, TimeWindow window, int limit) {
        throw new UnsupportedOperationException(selector + window + limit);
    }

    public Reply<List<DetectedField>> detectedFields(String query, TimeWindow window) {
        throw new UnsupportedOperationException(query + window);
    }

    /** Values of a detected field, most frequent first as far as Loki knows. */
    public Reply<List<String>> detectedFieldValues(String field, String query, TimeWindow window) {
        throw new UnsupportedOperationException(field + query + window);
    }

    /** Loki's own patterns; refused with 404 where its pattern ingester is off. */
    public Reply<List<StoredPattern>> patterns(String selector, TimeWindow window) {
        throw new UnsupportedOperationException(selector + window);
    }

    public Reply<Limits> limits() {
        throw new UnsupportedOperationException();
    }

    /** The server's version. */
    public Reply<String> version() {
        throw new UnsupportedOperationException();
    }

    /** Answered with true when ready; false with Loki's words as a warning while it starts. */
    public Reply<Boolean> ready() {
        throw new UnsupportedOperationException();
    }

    /** Seconds by which the server's clock is ahead of ours, from the Date header; resolution one second. */
    public Reply<Long> clockSkewSeconds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
