package io.lokitempo.loki;

import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.CallListener;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.HttpUpstream;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks one Loki for one tenant. Safe for use by many threads; every call blocks, so call it from a virtual thread. */
public final class LokiClient implements AutoCloseable {
    /** Loki's default {@code max_entries_limit_per_query}. */
    public static final int MAX_ENTRIES = 5_000;

    private static final String API = "/loki/api/v1";
    private static final String SOLE_TENANT = "fake";

    private final HttpUpstream upstream;

    /** @param agent who asks, sent as {@code User-Agent} and in {@code X-Query-Tags} as {@code Source=agent} */
    public LokiClient(Endpoint endpoint, String agent) {
        this(endpoint, agent, CallListener.NONE);
    }

    /** @param listener hears of every call's end */
    public LokiClient(Endpoint endpoint, String agent, CallListener listener) {
        Map<String, String> headers =
                Map.of("X-Query-Tags", "Source=" + agent, "X-Loki-Response-Encoding-Flags", "categorize-labels");
        upstream = new HttpUpstream("Loki", endpoint, agent, headers, listener);
    }

    public Endpoint endpoint() {
        return upstream.endpoint();
    }

    /** Log or metric query over a range; structured metadata arrives apart from labels. */
    public Reply<QueryResult> query(RangeQuery query) {
        Request request = Request.of("query_range", API + "/query_range")
                .with("query", query.logql())
                .with("start", query.startNanos())
                .with("end", query.endNanos())
                .with("limit", query.limit())
                .with("direction", query.direction().name().toLowerCase(Locale.ROOT))
                .with("step", milliseconds(query.step()));
        return upstream.get(request, json -> new QueryReader(query.direction()).read(json));
    }

    /** A log query: as {@link #query}, and a metric query is refused. */
    public Reply<QueryResult.Lines> lines(RangeQuery query) {
        return only(QueryResult.Lines.class, query(query), "this is a metric query, and a log query is needed here");
    }

    /** A metric query at one instant. */
    public Reply<QueryResult.Vector> instant(String logql, Instant at) {
        Request request =
                Request.of("query", API + "/query").with("query", logql).with("time", Nanos.of(at));
        Reply<QueryResult> reply = upstream.get(request, json -> new QueryReader(Direction.BACKWARD).read(json));
        return only(QueryResult.Vector.class, reply, "this query has no single value a series at one instant");
    }

    public Reply<List<String>> labelNames(TimeWindow window) {
        return upstream.get(within(window, "labels", "/labels"), LokiReaders.data(JsonCursor::text));
    }

    /** @param selector a stream selector that narrows, or null; line filters are refused by Loki here */
    public Reply<List<String>> labelValues(String label, @Nullable String selector, TimeWindow window) {
        Request request = within(window, "label_values", "/label/" + Request.segment(label) + "/values");
        return upstream.get(request.with("query", selector), LokiReaders.data(JsonCursor::text));
    }

    /** Label sets of the streams that match. */
    public Reply<List<Map<String, String>>> series(String selector, TimeWindow window) {
        Request request = within(window, "series", "/series").with("match[]", selector);
        return upstream.get(request, LokiReaders.data(JsonCursor::texts));
    }

    public Reply<IndexStats> indexStats(String selector, TimeWindow window) {
        Request request = within(window, "index_stats", "/index/stats").with("query", selector);
        return upstream.get(request, LokiReaders::indexStats);
    }

    /** Bytes by the labels of the selector, largest first. Refused with 404 where volume is off. */
    public Reply<List<Volume>> volume(String selector, TimeWindow window, int limit) {
        Request request = within(window, "index_volume", "/index/volume")
                .with("query", selector)
                .with("limit", limit);
        Reply<QueryResult> reply = upstream.get(request, json -> new QueryReader(Direction.BACKWARD).read(json));
        return only(QueryResult.Vector.class, reply, "Loki's volume is no vector")
                .map(vector -> vector.samples().stream()
                        .map(sample -> new Volume(sample.labels(), Math.round(sample.value())))
                        .sorted(Comparator.comparingLong(Volume::bytes).reversed())
                        .toList());
    }

    public Reply<List<DetectedField>> detectedFields(String query, TimeWindow window) {
        Request request = within(window, "detected_fields", "/detected_fields").with("query", query);
        return upstream.get(request, LokiReaders.list("fields", LokiReaders::detectedField));
    }

    /** Values of a detected field, most frequent first as far as Loki knows. */
    public Reply<List<String>> detectedFieldValues(String field, String query, TimeWindow window) {
        String path = "/detected_field/" + Request.segment(field) + "/values";
        Request request = within(window, "detected_field_values", path).with("query", query);
        return upstream.get(request, LokiReaders.list("values", JsonCursor::text));
    }

    /** Loki's own patterns; refused with 404 where its pattern ingester is off. */
    public Reply<List<StoredPattern>> patterns(String selector, TimeWindow window) {
        Request request = within(window, "patterns", "/patterns").with("query", selector);
        return upstream.get(request, LokiReaders.data(LokiReaders::pattern));
    }

    /** The tenant's limits; {@link Limits#UNKNOWN} where this Loki does not tell (before 3.6). */
    public Reply<Limits> limits() {
        AnswerReader<Limits> reader = json -> new LimitsReader().read(json);
        Request request = Request.of("limits", API + "/drilldown-limits");
        // Here alone a Loki without tenants wants one named: that to which it gives everything.
        Request asked = endpoint().tenant().isDefault() ? request.withHeader("X-Scope-OrgID", SOLE_TENANT) : request;
        Reply<Limits> reply = upstream.get(asked, reader);
        return reply instanceof Refused<Limits>(int status, String _) && (status == 401 || status == 404)
                ? new Answered<>(Limits.UNKNOWN)
                : reply;
    }

    /** The server's version; empty where it was built without one. */
    public Reply<String> version() {
        return upstream.version(API + "/status/buildinfo");
    }

    /** Answered with true when ready; false with Loki's words as a warning while it starts. */
    public Reply<Boolean> ready() {
        return upstream.ready();
    }

    /** Seconds by which the server's clock is ahead of ours, from the Date header; resolution one second. */
    public Reply<Long> clockSkewSeconds() {
        return upstream.clockSkewSeconds();
    }

    private static Request within(TimeWindow window, String operation, String path) {
        return Request.of(operation, API + path)
                .with("start", window.startNanos())
                .with("end", window.endNanos());
    }

    private static @Nullable String milliseconds(@Nullable Duration step) {
        return step == null ? null : step.toMillis() + "ms";
    }

    private static <R extends QueryResult> Reply<R> only(Class<R> type, Reply<QueryResult> reply, String otherwise) {
        return reply.then(answer -> type.isInstance(answer.value())
                ? new Answered<>(type.cast(answer.value()), answer.warnings())
                : new Refused<>(400, otherwise));
    }

    @Override
    public void close() {
        upstream.close();
    }
}
