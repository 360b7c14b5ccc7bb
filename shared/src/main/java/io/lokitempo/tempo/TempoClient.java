package io.lokitempo.tempo;

import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.CallListener;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.HttpUpstream;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one Tempo for one tenant. Safe for use by many threads; every call blocks, so call it from a virtual thread. */
public final class TempoClient implements AutoCloseable {
    /** Spans per span set that Tempo allows at most by default. */
    public static final int MAX_SPANS_PER_TRACE = 100;

    private final HttpUpstream upstream;

    /** @param agent who asks, sent as {@code User-Agent} */
    public TempoClient(Endpoint endpoint, String agent) {
        this(endpoint, agent, CallListener.NONE);
    }

    /** @param listener hears of every call's end */
    public TempoClient(Endpoint endpoint, String agent, CallListener listener) {
        upstream = new HttpUpstream("Tempo", endpoint, agent, Map.of(), listener);
    }

    public Endpoint endpoint() {
        return upstream.endpoint();
    }

    public Reply<TraceHits> search(TraceSearch search) {
        Request request = within(search.window(), "search", "/api/search")
                .with("q", search.traceql())
                .with("limit", search.limit())
                .with("spss", search.spansPerTrace());
        return upstream.get(request, json -> new SearchReader(search.limit()).read(json));
    }

    /**
     * A whole trace by {@code /api/v2/traces}, by v1 where this Tempo has no v2.
     *
     * @param around where to look; null everywhere, which is slower on a large store
     */
    public Reply<TraceLookup> trace(TraceId id, @Nullable TimeWindow around) {
        Reply<TraceLookup> reply = orElse(
                trace("trace", "/api/v2/traces/", id, around), () -> trace("trace_v1", "/api/traces/", id, around));
        // v1 says "absent" by a 404 without a body; "404 page not found" is not Tempo's word on a trace
        return reply instanceof Refused<TraceLookup>(int status, String message)
                        && status == 404
                        && !message.contains("page not found")
                ? new Answered<>(new TraceLookup.Absent())
                : reply;
    }

    private Reply<TraceLookup> trace(String operation, String path, TraceId id, @Nullable TimeWindow around) {
        Request request =
                around == null ? Request.of(operation, path + id.hex()) : within(around, operation, path + id.hex());
        return upstream.get(request, json -> new TraceReader(id).read(json));
    }

    /** A TraceQL metrics query over a range, in buckets of {@code step}; the first and last bucket may be partial. */
    public Reply<List<SpanSeries>> metrics(String traceql, TimeWindow window, Duration step) {
        Request request = within(window, "metrics_query_range", "/api/metrics/query_range")
                .with("q", traceql)
                .with("step", step.toMillis() + "ms");
        return upstream.get(request, json -> new SeriesReader(window.end().toEpochMilli()).read(json));
    }

    /** A TraceQL metrics query with one value a series for the whole window. */
    public Reply<List<SpanSeries>> metricsInstant(String traceql, TimeWindow window) {
        Request request = within(window, "metrics_query", "/api/metrics/query").with("q", traceql);
        return upstream.get(request, json -> new SeriesReader(window.end().toEpochMilli()).read(json));
    }

    /** Names by scope; a Tempo without API v2 does not tell scopes, and gives all names in one of empty name. */
    public Reply<List<TagScope>> tagNames(TimeWindow window) {
        return orElse(
                upstream.get(within(window, "tags", "/api/v2/search/tags"), TagReaders::scopes),
                () -> upstream.get(within(window, "tags_v1", "/api/search/tags"), TagReaders::names));
    }

    /** @param attribute scoped, such as {@code resource.service.name} or {@code span.http.route}, or an intrinsic */
    public Reply<List<TagValue>> tagValues(String attribute, @Nullable String traceql, TimeWindow window) {
        String v2 = "/api/v2/search/tag/" + Request.segment(attribute) + "/values";
        String v1 = "/api/search/tag/" + Request.segment(withoutScope(attribute)) + "/values";
        return orElse(
                upstream.get(within(window, "tag_values", v2).with("q", traceql), TagReaders::values),
                () -> upstream.get(within(window, "tag_values_v1", v1), TagReaders::values));
    }

    private static String withoutScope(String attribute) {
        return attribute.replaceFirst("^(span|resource|event|link|instrumentation)?\\.", "");
    }

    /** The server's version; empty where it was built without one. */
    public Reply<String> version() {
        return upstream.version("/api/status/buildinfo");
    }

    /** Answered with true when ready; false with Tempo's words as a warning while it starts. */
    public Reply<Boolean> ready() {
        return upstream.ready();
    }

    /** Seconds by which the server's clock is ahead of ours, from the Date header; resolution one second. */
    public Reply<Long> clockSkewSeconds() {
        return upstream.clockSkewSeconds();
    }

    /** Tempo takes whole seconds: rounded outwards, so that nothing of the window is left out. */
    private static Request within(TimeWindow window, String operation, String path) {
        Instant end = window.end();
        return Request.of(operation, path)
                .with("start", window.start().getEpochSecond())
                .with("end", end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1);
    }

    private static <T> Reply<T> orElse(Reply<T> newer, Supplier<Reply<T>> older) {
        return newer instanceof Refused<T>(int status, String _) && status == 404 ? older.get() : newer;
    }

    @Override
    public void close() {
        upstream.close();
    }
}
