package io.lokitempo.lab.contract;

import static io.lokitempo.lab.contract.Server.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.lokitempo.lab.contract.Server.Answer;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TagValue;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.tempo.TraceSearch;
import io.lokitempo.upstream.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What this system relies on in Tempo. A server joins by telling where it is asked and where it takes spans. Spans are
 * dated back by minutes: a real one must allow that ({@code ingestion_time_range_slack}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TempoContract {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final String ROOT = "00000000000000a1";
    private static final String CALL = "00000000000000a2";
    private static final String QUERY = "00000000000000a3";

    /** A whole minute: whole buckets lie behind it, and what is newest is left alone. */
    private final Instant base = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(4));

    private final long start = Nanos.of(base);
    private final long epoch = base.getEpochSecond();
    private final String name =
            "standin-contract-" + UUID.randomUUID().toString().substring(0, 8);
    private final String shop = "00" + randomId().substring(2);
    private final TimeWindow window = new TimeWindow(base.minusSeconds(60), base.plusSeconds(180));

    private Server server;
    private TempoClient client;

    abstract URI url();

    /** Where spans are pushed. */
    abstract URI otlp();

    private static String randomId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @BeforeAll
    void push() {
        server = new Server(url());
        client = new TempoClient(Endpoint.at(url()), "contract");
        SpanPush push = new SpanPush()
                .service(name + "-web", Map.of("host.name", "h1"))
                .span(
                        shop,
                        ROOT,
                        "",
                        "GET /cart",
                        2,
                        start,
                        200 * MILLI,
                        Map.of("http.status", 200, "ratio", 0.5, "cached", true, "tags", List.of("p", "q")))
                .span(shop, CALL, ROOT, "call", 3, start + MILLI, 150 * MILLI, Map.of())
                .service(name + "-db", Map.of())
                .span(shop, QUERY, CALL, "SELECT", 2, start + 2 * MILLI, 100 * MILLI, Map.of("db.rows", 5))
                .failed("boom")
                .event(start + 3 * MILLI, "exception", Map.of("exception.type", "E1"))
                .service(name + "-tick", Map.of());
        for (int second = 0; second <= 120; second += 10) {
            push.span(
                    randomId(),
                    randomId().substring(16),
                    "",
                    "tick",
                    1,
                    start + second * SECOND,
                    (second + 1) * MILLI,
                    Map.of("n", second));
        }
        Answer pushed = new Server(otlp()).postJson("/v1/traces", push.body());
        assertThat(pushed.json().has("partialSuccess")).isTrue();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> found(service("web"), 20).size() == 1
                        && found(service("tick"), 20).size() == 13
                        && counted(service("tick")) == 13);
    }

    @AfterAll
    void close() {
        if (client != null) { // none where no server is named and the suite is skipped
            client.close();
        }
    }

    private String service(String which) {
        return "resource.service.name=\"" + name + "-" + which + "\"";
    }

    private List<TraceHits.TraceHit> found(String condition, int limit) {
        return search("{" + condition + "}", limit);
    }

    private List<TraceHits.TraceHit> search(String traceql, int limit) {
        return value(client.search(new TraceSearch(traceql, window, limit, 20))).traces();
    }

    /** Last two digits of the spans that the only trace shows. */
    private List<String> spans(String traceql) {
        return search(traceql, 20).stream()
                .flatMap(hit -> hit.spans().stream())
                .map(span -> span.spanId().hex().substring(14))
                .sorted()
                .toList();
    }

    private double counted(String condition) {
        return value(client.metricsInstant(
                        "{" + condition + "} | count_over_time()",
                        new TimeWindow(base.minusSeconds(60), base.plusSeconds(180))))
                .getFirst()
                .points()
                .getFirst()
                .value();
    }

    private JsonNode raw(String traceql) {
        return server.get("/api/search", "q", traceql, "start", epoch - 60, "end", epoch + 180)
                .json();
    }

    private JsonNode metrics(String traceql, long fromSeconds, long toSeconds, String step) {
        return server.get(
                        "/api/metrics/query_range",
                        "q",
                        traceql,
                        "start",
                        epoch + fromSeconds,
                        "end",
                        epoch + toSeconds,
                        "step",
                        step)
                .json()
                .path("series");
    }

    /** Values by seconds after the start, as they came: a value left out is 0. */
    private Map<Long, Double> points(JsonNode series) {
        Map<Long, Double> points = new LinkedHashMap<>();
        series.path("samples")
                .forEach(sample -> points.put(
                        Long.parseLong(sample.path("timestampMs").stringValue()) / 1_000 - epoch,
                        sample.path("value").asDouble(0)));
        return points;
    }

    // -- search

    @Test
    void search_tellsRootDurationMatchesAndServices() {
        TraceHits.TraceHit hit = found(service("web"), 20).getFirst();
        assertThat(hit.traceId()).isEqualTo(new TraceId(shop));
        assertThat(hit.rootService()).isEqualTo(name + "-web");
        assertThat(hit.rootName()).isEqualTo("GET /cart");
        assertThat(hit.startNanos()).isEqualTo(start);
        assertThat(hit.durationMillis()).isEqualTo(200);
        assertThat(hit.matched()).isEqualTo(2);
        assertThat(hit.services())
                .isEqualTo(Map.of(
                        name + "-web",
                        new TraceHits.ServiceStats(2, 0),
                        name + "-db",
                        new TraceHits.ServiceStats(1, 1)));
    }

    @Test
    void search_dropsZerosInFrontOfTheTraceId_andWritesLongNumbersAsText() {
        JsonNode trace = raw("{" + service("db") + "}").path("traces").path(0);
        assertThat(trace.path("traceID").stringValue()).isEqualTo(shop.replaceFirst("^0+", ""));
        assertThat(trace.path("startTimeUnixNano").isString()).isTrue();
        assertThat(trace.path("durationMs").isNumber()).isTrue();
        assertThat(trace.path("spanSet")).isEqualTo(trace.path("spanSets").path(0));
        assertThat(trace.path("spanSet")
                        .path("spans")
                        .path(0)
                        .path("durationNanos")
                        .stringValue())
                .isEqualTo("100000000");
    }

    @Test
    void window_includesTracesThatTouchIt() {
        assertThat(inWindow(-100, -50)).isZero();
        assertThat(inWindow(-100, 0)).isEqualTo(1);
        assertThat(inWindow(0, 1)).isEqualTo(1);
        assertThat(inWindow(1, 2)).isZero();
    }

    private int inWindow(long from, long to) {
        return server.get("/api/search", "q", "{" + service("web") + "}", "start", epoch + from, "end", epoch + to)
                .json()
                .path("traces")
                .size();
    }

    @Test
    void limit_isKept_andSaysSo() {
        TraceHits some = value(client.search(new TraceSearch("{" + service("tick") + "}", window, 5, 3)));
        assertThat(some.traces()).hasSize(5);
        assertThat(some.complete()).isFalse();
        TraceHits all = value(client.search(new TraceSearch("{" + service("tick") + "}", window, 50, 3)));
        assertThat(all.traces()).hasSize(13);
        assertThat(all.complete()).isTrue();
    }

    @Test
    void mostRecent_takesTheNewest() {
        assertThat(search("{" + service("tick") + "} with (most_recent=true)", 3))
                .extracting(hit -> (hit.startNanos() - start) / SECOND)
                .containsExactlyInAnyOrder(120L, 110L, 100L);
    }

    @Test
    void conditions_compareByType() {
        assertThat(spans("{" + service("web") + " && span.http.status >= 200 && span.http.status < 300}"))
                .containsExactly("a1");
        assertThat(spans("{" + service("web") + " && span.http.status=\"200\"}"))
                .isEmpty();
        assertThat(spans("{" + service("web") + " && span.ratio=0.5 && span.cached=true}"))
                .containsExactly("a1");
        assertThat(spans("{" + service("web") + " && span.tags=\"q\"}")).containsExactly("a1");
        assertThat(spans("{" + service("web") + " && duration>150ms}")).containsExactly("a1");
        assertThat(spans("{" + service("web") + " && kind=client}")).containsExactly("a2");
        assertThat(spans("{" + service("web") + " && name=~\"GET.*\"}")).containsExactly("a1");
        assertThat(spans("{" + service("web") + " && name=~\"GET\"}")).isEmpty();
        assertThat(spans("{" + service("web") + " && (name=\"call\" || name=\"none\")}"))
                .containsExactly("a2");
        assertThat(spans("{" + service("db") + " && status=error && statusMessage=\"boom\"}"))
                .containsExactly("a3");
        assertThat(spans("{" + service("db") + " && rootName=\"GET /cart\" && traceDuration>=200ms}"))
                .containsExactly("a3");
        assertThat(spans("{" + service("db") + " && event.exception.type=\"E1\"}"))
                .containsExactly("a3");
        assertThat(spans("{" + service("web") + " && nestedSetParent<0}")).containsExactly("a1");
        assertThat(spans("{" + service("web") + " && span.\"http.status\"=200}"))
                .containsExactly("a1");
        assertThat(spans("{trace:id=\"" + shop + "\"}")).containsExactly("a1", "a2", "a3");
    }

    @Test
    void spanWithoutTheAttribute_fulfilsNoCondition() {
        assertThat(spans("{" + service("web") + " && span.http.status!=500}")).containsExactly("a1");
        assertThat(spans("{" + service("web") + " && span.none!=\"x\"}")).isEmpty();
        assertThat(spans("{" + service("web") + " && span.http.status!=nil}")).containsExactly("a1");
    }

    @Test
    void spansets_combineAndRelate() {
        String web = "{" + service("web") + "}";
        String db = "{" + service("db") + "}";
        assertThat(spans(web + " && " + db)).containsExactly("a1", "a2", "a3");
        assertThat(spans(web + " && {name=\"none\"}")).isEmpty();
        assertThat(spans(web + " >> " + db)).containsExactly("a3");
        assertThat(spans("{name=\"GET /cart\" && " + service("web") + "} > " + db))
                .isEmpty();
        assertThat(spans(web + " | {name=\"call\"}")).containsExactly("a2");
    }

    @Test
    void aggregates_filterAndAreShown() {
        JsonNode set = raw("{" + service("web") + "} | count() = 2")
                .path("traces")
                .path(0)
                .path("spanSet");
        assertThat(set.path("attributes").path(0).toString())
                .isEqualTo("{\"key\":\"count()\",\"value\":{\"intValue\":\"2\"}}");
        assertThat(search("{" + service("web") + "} | count() > 2", 20)).isEmpty();
        assertThat(raw("{" + service("web") + "} | avg(duration) > 100ms")
                        .at("/traces/0/spanSet/attributes/0/value/stringValue")
                        .stringValue())
                .isEqualTo("175ms");
        assertThat(raw("{" + service("web") + "} | by(name)")
                        .at("/traces/0/spanSets")
                        .size())
                .isEqualTo(2);
    }

    /** A set of all spans would, of a trace that came in pieces, have those of the largest alone. */
    @Test
    void setsOfOneSpan_showATraceWholeThatCameInPieces() {
        String trace = randomId();
        String parent = "00000000000000b1";
        SpanPush first = new SpanPush()
                .service(name + "-piece", Map.of())
                .span(trace, parent, "", "root", 2, start, 100 * MILLI, Map.of())
                .span(trace, "00000000000000b2", parent, "call", 3, start + MILLI, MILLI, Map.of());
        SpanPush second = new SpanPush()
                .service(name + "-piece", Map.of())
                .span(trace, "00000000000000b3", parent, "call", 3, start + 2 * MILLI, MILLI, Map.of());
        String one = "{" + service("piece") + "} | count() <= 100 | by(span:id) | by(kind) | select(name)";
        new Server(otlp()).postJson("/v1/traces", first.body());
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> spans(one).size() == 2);
        new Server(otlp()).postJson("/v1/traces", second.body());
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(spans(one)).containsExactly("b1", "b2", "b3"));
        assertThat(search(one, 20).getFirst().matched()).isEqualTo(3);
        assertThat(search("{" + service("piece") + "} | count() > 100", 20)).isEmpty();
    }

    @Test
    void select_showsFieldsWithoutTheirScope() {
        Map<String, AttributeValue> attributes = search(
                        "{" + service("web") + "} | select(name, kind, status, span:parentID, span.http.status,"
                                + " resource.host.name, span.ratio, span.cached)",
                        1)
                .getFirst()
                .spans()
                .stream()
                .filter(span -> span.spanId().hex().equals(ROOT))
                .findFirst()
                .orElseThrow()
                .attributes();
        assertThat(attributes)
                .containsEntry("kind", new AttributeValue.Text("server"))
                .containsEntry("status", new AttributeValue.Text("unset"))
                .containsEntry("http.status", new AttributeValue.Whole(200))
                .containsEntry("host.name", new AttributeValue.Text("h1"))
                .containsEntry("ratio", new AttributeValue.Decimal(0.5))
                .containsEntry("cached", new AttributeValue.Flag(true));
    }

    @Test
    void tagSearch_takesPartsOfValues_andShowsNoSpans() {
        JsonNode traces = server.get(
                        "/api/search",
                        "tags",
                        "service.name=" + name + "-we name=call",
                        "minDuration",
                        "100ms",
                        "start",
                        epoch - 60,
                        "end",
                        epoch + 180)
                .json()
                .path("traces");
        assertThat(traces.size()).isEqualTo(1);
        assertThat(traces.path(0).has("spanSets")).isFalse();
    }

    // -- traces

    @Test
    void trace_isWhole() {
        TraceLookup lookup = value(client.trace(new TraceId(shop), null));
        assertThat(lookup).isInstanceOf(TraceLookup.Found.class);
        List<Span> spans = ((TraceLookup.Found) lookup).spans();
        assertThat(spans).extracting(span -> span.spanId().hex()).containsExactly(ROOT, CALL, QUERY);
        Span query = spans.getLast();
        assertThat(query.parentId()).isNotNull();
        assertThat(query.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(query.status()).isEqualTo(SpanStatus.ERROR);
        assertThat(query.statusMessage()).isEqualTo("boom");
        assertThat(query.startNanos()).isEqualTo(start + 2 * MILLI);
        assertThat(query.durationNanos()).isEqualTo(100 * MILLI);
        assertThat(query.attributes()).containsEntry("db.rows", new AttributeValue.Whole(5));
        assertThat(query.events().getFirst().attributes())
                .containsEntry("exception.type", new AttributeValue.Text("E1"));
        assertThat(spans.getFirst().resource()).containsEntry("host.name", new AttributeValue.Text("h1"));
    }

    @Test
    void traceV1_isABatchPerResource_withIdsInBase64() {
        JsonNode batches = server.get("/api/traces/" + shop).json().path("batches");
        assertThat(batches.size()).isEqualTo(2);
        JsonNode root = batches.at("/0/scopeSpans/0/spans/0");
        assertThat(root.path("spanId").stringValue()).isEqualTo("AAAAAAAAAKE=");
        assertThat(root.path("kind").stringValue()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(root.has("parentSpanId")).isFalse();
        assertThat(root.path("status").isEmpty()).isTrue();
    }

    @Test
    void absentTrace_is404InV1_andEmptyInV2() {
        String absent = randomId();
        assertThat(value(client.trace(new TraceId(absent), null))).isInstanceOf(TraceLookup.Absent.class);
        Answer v1 = server.get("/api/traces/" + absent);
        assertThat(v1.status()).isEqualTo(404);
        assertThat(v1.body()).isEmpty();
        assertThat(server.get("/api/v2/traces/" + absent).json().toString()).isEqualTo("{\"trace\":{},\"metrics\":{}}");
    }

    @Test
    void traceId_mayBeShortButMustBeHex() {
        assertThat(server.get("/api/traces/" + shop.replaceFirst("^0+", "")).status())
                .isEqualTo(200);
        server.get("/api/traces/nothex")
                .isRefused("trace IDs can only contain hex characters: invalid character 'n' at position 1");
        server.get("/api/traces/" + shop + "00").isRefused("trace IDs can't be larger than 128 bits");
    }

    // -- metrics

    @Test
    void buckets_excludeTheirStartAndIncludeTheirEnd() {
        JsonNode series = metrics("{" + service("tick") + "} | count_over_time()", 0, 120, "60s");
        assertThat(points(series.path(0))).containsExactly(entry(0L, 1d), entry(60L, 6d), entry(120L, 6d));
    }

    @Test
    void buckets_areWholeEvenWhereTheRangeIsNot() {
        JsonNode series = metrics("{" + service("tick") + "} | count_over_time()", 30, 75, "60s");
        assertThat(points(series.path(0))).containsExactly(entry(0L, 1d), entry(60L, 6d), entry(120L, 6d));
    }

    @Test
    void zero_isLeftOutOfASample() {
        JsonNode series =
                metrics("{" + service("tick") + "} | rate()", -30, 60, "60s").path(0);
        assertThat(series.path("samples").path(0).has("value")).isFalse();
        assertThat(points(series)).containsEntry(0L, 1 / 60d).containsEntry(60L, 0.1);
        assertThat(series.at("/labels/0").toString())
                .isEqualTo("{\"key\":\"__name__\",\"value\":{\"stringValue\":\"rate\"}}");
    }

    @Test
    void durations_areInSeconds() {
        String tick = "{" + service("tick") + "} | ";
        assertThat(points(metrics(tick + "max_over_time(duration)", 60, 120, "60s")
                        .path(0)))
                .containsExactly(entry(60L, 0.061), entry(120L, 0.121));
        assertThat(points(metrics(tick + "min_over_time(duration)", 60, 120, "60s")
                        .path(0)))
                .containsExactly(entry(60L, 0.011), entry(120L, 0.071));
        assertThat(points(
                        metrics(tick + "avg_over_time(span.n)", 60, 120, "60s").path(0)))
                .containsExactly(entry(60L, 35d), entry(120L, 95d));
    }

    @Test
    void quantiles_areOfBucketsOfPowersOfTwo() {
        JsonNode series = metrics("{" + service("tick") + "} | quantile_over_time(duration, .5, .99)", 60, 120, "60s");
        assertThat(series.size()).isEqualTo(2);
        assertThat(series.at("/0/labels/0").toString()).isEqualTo("{\"key\":\"p\",\"value\":{\"doubleValue\":0.5}}");
        assertThat(points(series.path(0)).get(60L)).isEqualTo(0.033554432);
        assertThat(points(series.path(0)).get(120L)).isCloseTo(0.0949062656, within());
        assertThat(points(series.path(1)).get(120L)).isEqualTo(0.134217728);
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    @Test
    void histogram_hasASeriesForEachBucket() {
        JsonNode series = metrics("{" + service("tick") + "} | histogram_over_time(duration)", 60, 120, "60s");
        Map<Double, Double> at60 = new LinkedHashMap<>();
        series.forEach(one -> at60.put(
                one.at("/labels/0/value/doubleValue").asDouble(), points(one).getOrDefault(60L, 0d)));
        assertThat(at60)
                .containsEntry(0.016777216, 1d)
                .containsEntry(0.033554432, 2d)
                .containsEntry(0.067108864, 3d)
                .containsEntry(0.134217728, 0d);
    }

    @Test
    void by_namesTheSeries_andLeavesOutWhatNoSpanHas() {
        List<SpanSeries> series = value(client.metrics(
                "{" + service("tick") + "} | count_over_time() by (name, kind, span.none)",
                new TimeWindow(base, base.plusSeconds(120)),
                Duration.ofMinutes(1)));
        assertThat(series).hasSize(1);
        assertThat(series.getFirst().labels())
                .isEqualTo(
                        Map.of("name", new AttributeValue.Text("tick"), "kind", new AttributeValue.Text("internal")));
        assertThat(series.getFirst().exemplars()).isNotEmpty();
    }

    @Test
    void nothing_isOneEmptySeriesOrNone() {
        String none = "{resource.service.name=\"" + name + "-none\"} | ";
        assertThat(metrics(none + "rate()", 0, 60, "60s").size()).isEqualTo(1);
        assertThat(metrics(none + "rate() by (name)", 0, 60, "60s").size()).isZero();
        assertThat(metrics(none + "max_over_time(duration)", 0, 60, "60s").size())
                .isZero();
    }

    @Test
    void instant_excludesItsStartAndIncludesItsEnd() {
        assertThat(value(client.metricsInstant(
                                "{" + service("tick") + "} | count_over_time() by (name)",
                                new TimeWindow(base, base.plusSeconds(120))))
                        .getFirst()
                        .points())
                .extracting(SpanSeries.Point::value)
                .containsExactly(12d);
    }

    // -- tags

    @Test
    void tagNames_areByScope() {
        Map<String, List<String>> names = value(client.tagNames(window)).stream()
                .collect(Collectors.toMap(scope -> scope.scope(), scope -> scope.names()));
        assertThat(names.get("span")).contains("http.status", "db.rows", "n");
        assertThat(names.get("resource")).contains("service.name", "host.name");
        assertThat(names.get("event")).contains("exception.type");
        assertThat(names.get("intrinsic")).contains("duration", "name", "span:parentID");
        server.get("/api/v2/search/tags", "scope", "nope").isRefused("invalid scope: nope");
    }

    @Test
    void tagValues_areTyped_andNarrowedByAQuery() {
        assertThat(value(client.tagValues("span.n", "{" + service("tick") + "}", window)))
                .hasSize(13)
                .contains(new TagValue("int", "0"), new TagValue("int", "120"));
        assertThat(value(client.tagValues("span.cached", "{" + service("web") + "}", window)))
                .containsExactly(new TagValue("bool", "true"));
        assertThat(value(client.tagValues("name", "{" + service("db") + "}", window)))
                .containsExactly(new TagValue("string", "SELECT"));
        assertThat(value(client.tagValues("resource.service.name", null, window)))
                .contains(new TagValue("string", name + "-web"), new TagValue("string", name + "-db"));
        assertThat(value(client.tagValues("status", null, window)))
                .extracting(TagValue::value)
                .containsExactlyInAnyOrder("ok", "error", "unset");
        assertThat(value(client.tagValues("span.none", null, window))).isEmpty();
    }

    @Test
    void tagValues_ofABareName_areRefused_andAnUnreadableQueryIgnored() {
        server.get("/api/v2/search/tag/nope/values")
                .isRefused(
                        "please provide a valid tagName: failed to parse identifier nope: parse error at line 1, col 2:"
                                + " unknown identifier: nope");
        JsonNode values = server.get(
                        "/api/v2/search/tag/resource.service.name/values",
                        "q",
                        "{bad",
                        "start",
                        epoch - 60,
                        "end",
                        epoch + 180)
                .json()
                .path("tagValues");
        assertThat(StreamSupport.stream(values.spliterator(), false)
                        .map(value -> value.path("value").stringValue()))
                .contains(name + "-web");
    }

    // -- refusals

    Stream<Arguments> refusedQueries() {
        return Stream.of(
                Arguments.of(
                        "{ resource.service.name = ", "parse error at line 1, col 27: syntax error: unexpected $end"),
                Arguments.of("{ foo = \"x\" }", "parse error at line 1, col 3: unknown identifier: foo"),
                Arguments.of("{ status = foo }", "parse error at line 1, col 12: unknown identifier: foo"),
                Arguments.of("{ duration = \"x\" }", "binary operations must operate on the same type: duration = `x`"),
                Arguments.of(
                        "{ kind = \"server\" }", "binary operations must operate on the same type: kind = `server`"),
                Arguments.of("{ name =~ \"(\" }", "invalid regex: `(`"),
                Arguments.of("{ .a =~ 1 }", "illegal operation for the given types: .a =~ 1"),
                Arguments.of("{ \"a\" }", "span filter field expressions must resolve to a boolean: { `a` }"),
                Arguments.of("{ .a = 1 } |", "parse error at line 1, col 13: syntax error: unexpected $end"),
                Arguments.of(
                        "{ .a = 1 } && ",
                        "parse error at line 1, col 15: syntax error: unexpected $end, expecting { or ("),
                Arguments.of(
                        "{ .a = 1 } }", "parse error at line 1, col 12: syntax error: unexpected }, expecting with"),
                Arguments.of("{ .a = \"x }", "parse error at line 1, col 8: literal not terminated"),
                Arguments.of("{} | select(foo)", "parse error at line 1, col 13: syntax error: unexpected IDENTIFIER"),
                Arguments.of(
                        "{} | avg(name) > 1", "aggregate field expressions must resolve to a number type: avg(name)"));
    }

    @ParameterizedTest
    @MethodSource("refusedQueries")
    void query_thatIsNone_isRefusedWithItsPlace(String query, String message) {
        server.get("/api/search", "q", query).isRefused("invalid TraceQL query: " + message);
    }

    @Test
    void searchParameters_outOfBounds_areRefused() {
        server.get("/api/search", "q", "{}", "limit", 0).isRefused("invalid limit: must be a positive number");
        server.get("/api/search", "q", "{}", "limit", 1_000_000).isRefused("limit 1000000 exceeds max limit 262144");
        server.get("/api/search", "q", "{}", "spss", 101).isRefused("spans per span set exceeds 100. received 101");
        server.get("/api/search", "q", "{}", "start", epoch)
                .isRefused("http parameter start must be before end. received start=" + epoch + " end=0");
        server.get("/api/search", "q", "{}", "start", epoch, "end", epoch - 1)
                .isRefused("http parameter start must be before end. received start=" + epoch + " end=" + (epoch - 1));
        assertThat(server.get("/api/search", "q", "{}", "start", epoch - 700_000, "end", epoch)
                        .body())
                .startsWith("range specified by start and end exceeds 168h0m0s. received start=");
    }

    @Test
    void metricsParameters_outOfBounds_areRefused() {
        ask("{ status = error }", "60s").isRefused("not a metrics query");
        ask("{ status = | rate()", "60s").isRefused("parse error at line 1, col 12: syntax error: unexpected |");
        ask("{ } | rate()", "abc")
                .isRefused("rpc error: code = Code(400) desc = cannot parse \"abc\" to a valid duration");
        ask("{ } | rate() | rate()", "60s")
                .isRefused("parse error at line 1, col 16: syntax error: unexpected rate, expecting topk or bottomk");
        server.get("/api/metrics/query_range", "q", "{ } | rate()", "start", epoch, "end", epoch - 1)
                .isRefused("end must be greater than start");
        server.get(
                        "/api/metrics/query_range",
                        "q",
                        "{ } | rate()",
                        "start",
                        epoch - 5_336_675,
                        "end",
                        epoch,
                        "step",
                        "60s")
                .isRefused("step of 1m0s is too small, minimum step for given range is 8m53.6675s");
        server.get("/api/metrics/query_range", "step", "60s").isRefused("parse error : syntax error: unexpected $end");
    }

    private Answer ask(String query, String step) {
        return server.get("/api/metrics/query_range", "q", query, "step", step, "start", epoch, "end", epoch + 60);
    }

    @Test
    void unknownPath_isTold() {
        Answer unknown = server.get("/api/nope");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("404 page not found\n");
        assertThat(server.get("/api/echo").body()).isEqualTo("echo\n");
    }

    @Test
    void versionAndReadiness_areTold() {
        // one built from its source without the release's flags tells an empty version
        assertThat(value(client.version())).matches("|v?[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(value(client.ready())).isTrue();
    }
}
