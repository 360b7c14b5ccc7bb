package io.lokitempo.tempo;

import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one Tempo for one tenant. Safe for use by many threads; every call blocks, so call it from a virtual thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class TempoClient implements AutoCloseable {
    /** Spans per span set that Tempo allows at most by default. */
    public static final int MAX_SPANS_PER_TRACE = 100;

    /** @param agent who asks, sent as {@code User-Agent} */
    public TempoClient(Endpoint endpoint, String agent) {
        throw new UnsupportedOperationException(endpoint + agent);
    }

    public Endpoint endpoint() {
        throw new UnsupportedOperationException();
    }

    public Reply<TraceHits> search(TraceSearch search) {
        throw new UnsupportedOperationException(search.toString());
    }

    /**
     * A whole trace by {@code /api/v2/traces}, by v1 where this Tempo has no v2.
     *
     * @param around where to look; null everywhere, which is slower on a large store
     */
    public Reply<TraceLookup> trace(TraceId id, @Nullable TimeWindow around) {
        throw new UnsupportedOperationException(id + "" + around);
    }

    /** A TraceQL metrics query over a range, in buckets of {@code step}; the first and last bucket may be partial. */
    public Reply<List<SpanSeries>> metrics(String traceql, TimeWindow window, Duration step) {
        throw new UnsupportedOperationException(traceql + window + step);
    }

    /** A TraceQL metrics query with one value a series for the whole window. */
    public Reply<List<SpanSeries>> metricsInstant(String traceql, TimeWindow window) {
        throw new UnsupportedOperationException(traceql + window);
    }

    public Reply<List<TagScope>> tagNames(TimeWindow window) {
        throw new UnsupportedOperationException(window.toString());
    }

    /** @param attribute scoped, such as {@code resource.service.name} or {@code span.http.route}, or an intrinsic */
    public Reply<List<TagValue>> tagValues(String attribute, @Nullable String traceql, TimeWindow window) {
        throw new UnsupportedOperationException(attribute + traceql + window);
    }

    /** The server's version. */
    public Reply<String> version() {
        throw new UnsupportedOperationException();
    }

    /** Answered with true when ready; false with Tempo's words as a warning while it starts. */
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
