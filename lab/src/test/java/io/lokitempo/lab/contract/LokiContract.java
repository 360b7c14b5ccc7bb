package io.lokitempo.lab.contract;

import static io.lokitempo.lab.contract.Server.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.lokitempo.lab.contract.Server.Answer;
import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.QueryResult;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What this system relies on in Loki. A server joins by telling its address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LokiContract {
    private static final long SECOND = 1_000_000_000L;
    private static final String QUERY_RANGE = "/loki/api/v1/query_range";
    private static final String PUSH = "/loki/api/v1/push";

    /** A whole minute, long enough ago that nothing else happens there. */
    private final Instant base = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(10));

    private final long start = Nanos.of(base);
    private final long epoch = base.getEpochSecond();
    private final String app =
            "standin-contract-" + UUID.randomUUID().toString().substring(0, 8);
    private final TimeWindow window = new TimeWindow(base, base.plus(Duration.ofMinutes(3)));

    private Server server;
    private LokiClient client;

    abstract URI url();

    @BeforeAll
    void push() {
        server = new Server(url());
        client = new LokiClient(Endpoint.at(url()), "contract");
        LogPush push = new LogPush()
                .stream(Map.of("app", app, "case", "edges"))
                        .line(start, "first")
                        .line(start + SECOND, "second")
                        .line(start + 2 * SECOND, "third")
                        .stream(Map.of("app", app, "case", "metadata", "level", "error"))
                        .line(start, "failed", Map.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "tenant", "a"))
                        .line(start + SECOND, "failed", Map.of("trace_id", "00f92f3577b34da6a3ce929d0e0e4737"))
                        .stream(Map.of("app", app, "case", "json"))
                        .line(
                                start,
                                "{\"msg\":\"hi\",\"app\":\"inner\",\"http\":{\"status\":503,\"ms\":1.50},\"tags\":[1],\"none\":null}")
                        .line(start + SECOND, "no json")
                        .stream(Map.of("app", app, "case", "logfmt"))
                        .line(start, "took=150ms size=10KB n=1 msg=\"two words\"")
                        .line(start + 10 * SECOND, "took=2s size=1MB n=3")
                        .line(start + 70 * SECOND, "took=90ms size=5KB n=10")
                        .stream(Map.of("app", app, "case", "levels"))
                        .line(start, "2026-11-22 ERROR boom, more info follows")
                        .line(start + 1, "{\"level\":\"Warning\",\"msg\":\"x\"}")
                        .line(start + 2, "level=dbg msg=x")
                        .line(start + 3, "nothing to see")
                        .stream(Map.of("app", app, "case", "twice"))
                        .line(start, "same")
                        .line(start, "same")
                        .line(start, "other")
                        .line(start, "same");
        for (int series = 0; series < 501; series++) {
            push.stream(Map.of("app", app + "-many", "n", "" + series)).line(start, "x");
        }
        assertThat(server.postJson(PUSH, push.body()).status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> lines("{app=\"" + app + "\"}", start, start + 180 * SECOND)
                                .size()
                        == 16);
    }

    @AfterAll
    void close() {
        if (client != null) { // none where no server is named and the suite is skipped
            client.close();
        }
    }

    private String selector(String which) {
        return "{app=\"" + app + "\", case=\"" + which + "\"}";
    }

    private List<LogLine> lines(String logql, long from, long to) {
        return value(client.lines(RangeQuery.logs(logql, from, to, 1_000, Direction.FORWARD)))
                .lines();
    }

    private List<String> texts(String logql) {
        return lines(logql, start, start + 180 * SECOND).stream()
                .map(LogLine::text)
                .toList();
    }

    /** Points of the only series, by seconds after the start. */
    private Map<Long, String> points(String logql, long fromSeconds, long toSeconds, Object step) {
        JsonNode result = matrix(logql, fromSeconds, toSeconds, step);
        assertThat(result.size()).as(result.toString()).isEqualTo(1);
        return points(result.path(0));
    }

    private Map<Long, String> points(JsonNode series) {
        Map<Long, String> points = new LinkedHashMap<>();
        series.path("values")
                .forEach(point ->
                        points.put(point.path(0).asLong() - epoch, point.path(1).stringValue()));
        return points;
    }

    private JsonNode matrix(String logql, long fromSeconds, long toSeconds, Object step) {
        JsonNode data = server.get(
                        QUERY_RANGE,
                        "query",
                        logql,
                        "start",
                        epoch + fromSeconds,
                        "end",
                        epoch + toSeconds,
                        "step",
                        step)
                .json()
                .path("data");
        assertThat(data.path("resultType").stringValue()).isEqualTo("matrix");
        return data.path("result");
    }

    // -- windows

    @Test
    void logQuery_includesItsStartAndExcludesItsEnd() {
        assertThat(lines(selector("edges"), start + SECOND, start + 2 * SECOND))
                .extracting(LogLine::text)
                .containsExactly("second");
        assertThat(lines(selector("edges"), start, start + 2 * SECOND + 1))
                .extracting(LogLine::text)
                .containsExactly("first", "second", "third");
    }

    @Test
    void rangeAggregation_excludesItsStartAndIncludesItsEnd() {
        assertThat(points("sum(count_over_time(" + selector("edges") + "[1s]))", 0, 4, 1))
                .containsExactly(entry(0L, "1"), entry(1L, "1"), entry(2L, "1"));
        assertThat(points("sum(count_over_time(" + selector("edges") + "[2s]))", 0, 4, 1))
                .containsExactly(entry(0L, "1"), entry(1L, "2"), entry(2L, "2"), entry(3L, "1"));
    }

    @Test
    void points_areMultiplesOfTheStepAroundTheRange() {
        String query = "sum(count_over_time(" + selector("edges") + "[10m]))";
        assertThat(points(query, 7, 130, 60)).containsOnlyKeys(0L, 60L, 120L, 180L);
        assertThat(points(query, 0, 120, "60s")).containsOnlyKeys(0L, 60L, 120L);
    }

    @Test
    void step_isATwoHundredFiftiethOfTheRangeByDefault() {
        JsonNode result = server.get(
                        QUERY_RANGE,
                        "query",
                        "sum(count_over_time(" + selector("edges") + "[10m]))",
                        "start",
                        epoch,
                        "end",
                        epoch + 600)
                .json()
                .path("data")
                .path("result");
        assertThat(points(result.path(0)).keySet()).startsWith(0L, 2L, 4L).hasSize(301);
    }

    @Test
    void windowsWithoutLines_haveNoPoint() {
        assertThat(points("sum(count_over_time(" + selector("logfmt") + "[20s]))", 0, 120, 20))
                .containsExactly(entry(0L, "1"), entry(20L, "1"), entry(80L, "1"));
    }

    @Test
    void offset_movesTheWindowBack() {
        assertThat(points("sum(count_over_time(" + selector("edges") + "[1m] offset 1m))", 0, 120, 60))
                .containsExactly(entry(60L, "1"), entry(120L, "2"));
    }

    @Test
    void instant_countsBackFromItsTime() {
        QueryResult.Vector vector = value(
                client.instant("sum by (case) (count_over_time(" + selector("edges") + "[2s]))", base.plusSeconds(2)));
        assertThat(vector.samples()).containsExactly(new QueryResult.Sample(Map.of("case", "edges"), 2));
    }

    // -- order, limits, paging

    @Test
    void limit_keepsTheFirstLinesOfAllStreamsTogether() {
        String query = "{app=\"" + app + "\", case=~\"edges|metadata\"}";
        List<LogLine> forward = value(
                        client.lines(RangeQuery.logs(query, start, start + 60 * SECOND, 2, Direction.FORWARD)))
                .lines();
        List<LogLine> backward = value(
                        client.lines(RangeQuery.logs(query, start, start + 60 * SECOND, 1, Direction.BACKWARD)))
                .lines();
        assertThat(forward).extracting(LogLine::timestampNanos).containsExactly(start, start);
        assertThat(backward).extracting(LogLine::text).containsExactly("third");
    }

    @Test
    void paging_byTheGreatestTimestamp_meetsEveryLineOnce() {
        String paged = app + "-paged";
        LogPush push = new LogPush();
        for (int stream = 0; stream < 3; stream++) {
            push.stream(Map.of("app", paged, "stream", "" + stream));
            for (int line = 0; line < 20; line++) {
                push.line(start + line / 4, "line " + line);
            }
        }
        assertThat(server.postJson(PUSH, push.body()).status()).isEqualTo(204);
        Set<String> met = new HashSet<>();
        long from = start;
        for (int page = 0; page < 20; page++) {
            List<LogLine> lines = value(client.lines(
                            RangeQuery.logs("{app=\"" + paged + "\"}", from, start + SECOND, 15, Direction.FORWARD)))
                    .lines();
            lines.forEach(line -> met.add(line.labels().get("stream") + line.timestampNanos() + line.text()));
            assertThat(lines).extracting(LogLine::timestampNanos).isSorted();
            if (lines.size() < 15) {
                break;
            }
            from = lines.getLast().timestampNanos();
        }
        assertThat(met).hasSize(60);
    }

    @Test
    void sameLineAtTheSameTime_isKeptOnce() {
        assertThat(texts(selector("twice"))).containsExactly("same", "other");
    }

    // -- structured metadata

    @Test
    void structuredMetadata_becomesLabels_whereCategoriesAreNotAskedFor() {
        JsonNode result = server.get(
                        QUERY_RANGE, "query", selector("metadata"), "start", start, "end", start + 60 * SECOND)
                .json()
                .path("data")
                .path("result");
        assertThat(result.size()).isEqualTo(2);
        assertThat(result.path(0).path("stream").propertyNames())
                .contains("trace_id", "app", "detected_level", "service_name");
        assertThat(result.path(0).path("values").path(0).size()).isEqualTo(2);
    }

    @Test
    void structuredMetadata_isToldApart_whereCategoriesAreAskedFor() {
        LogLine line = lines(selector("metadata") + " | tenant=\"a\"", start, start + 60 * SECOND)
                .getFirst();
        assertThat(line.labels())
                .isEqualTo(Map.of("app", app, "case", "metadata", "level", "error", "service_name", app));
        assertThat(line.metadata())
                .isEqualTo(Map.of(
                        "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "tenant", "a", "detected_level", "error"));
    }

    @Test
    void level_isFoundInTheLine() {
        assertThat(lines(selector("levels"), start, start + SECOND))
                .extracting(line -> line.metadata().get("detected_level"))
                .containsExactly("error", "warn", "debug", "unknown");
    }

    // -- pipelines

    @Test
    void lineFilters_chainAndChoose() {
        assertThat(texts(selector("edges") + " |= \"first\" or \"third\"")).containsExactly("first", "third");
        assertThat(texts(selector("edges") + " != \"first\" |~ \"s[a-z]+d$\"")).containsExactly("second");
        assertThat(texts(selector("edges") + " !~ \"(?i)FIRST|SECOND\"")).containsExactly("third");
    }

    @Test
    void json_flattensObjects_andRenamesWhatIsTaken() {
        LogLine line = lines(selector("json") + " | json | http_status >= 500", start, start + SECOND)
                .getFirst();
        assertThat(line.parsed())
                .containsEntry("msg", "hi")
                .containsEntry("app_extracted", "inner")
                .containsEntry("http_status", "503")
                .containsEntry("http_ms", "1.50")
                .doesNotContainKeys("tags", "none");
    }

    @Test
    void parserErrors_keepTheLineAndMarkIt() {
        JsonNode stream = server.get(
                        QUERY_RANGE,
                        "query",
                        selector("json") + " | json | __error__=\"JSONParserErr\"",
                        "start",
                        start,
                        "end",
                        start + 60 * SECOND)
                .json()
                .path("data")
                .path("result")
                .path(0);
        assertThat(stream.path("stream").path("__error_details__").stringValue())
                .isEqualTo("Value looks like object, but can't find closing '}' symbol");
        assertThat(stream.path("values").path(0).path(1).stringValue()).isEqualTo("no json");
    }

    @Test
    void labelFilters_compareNumbersDurationsAndSizes() {
        assertThat(texts(selector("logfmt") + " | logfmt | n>1")).hasSize(2);
        assertThat(texts(selector("logfmt") + " | logfmt | took>100ms and n<=1"))
                .hasSize(1);
        assertThat(texts(selector("logfmt") + " | logfmt | size>=10KB")).hasSize(2);
        assertThat(texts(selector("logfmt") + " | logfmt | msg=\"two words\" or (n=10 and took<1s)"))
                .hasSize(2);
        assertThat(texts(selector("logfmt") + " | logfmt | absent=\"\"")).hasSize(3);
        assertThat(texts(selector("logfmt") + " | logfmt | absent>0")).isEmpty();
    }

    @Test
    void formats_changeLineAndLabels() {
        LogLine line = lines(
                        selector("logfmt")
                                + " | logfmt | label_format took_copy=took | line_format \"n={{.n}}\" | keep n",
                        start,
                        start + SECOND)
                .getFirst();
        assertThat(line.text()).isEqualTo("n=1");
        assertThat(line.parsed()).isEqualTo(Map.of("n", "1"));
    }

    @Test
    void patternAndRegexp_capture() {
        assertThat(lines(selector("logfmt") + " | pattern \"took=<t> <_>\" | t=\"2s\"", start, start + 60 * SECOND))
                .hasSize(1);
        assertThat(lines(
                        selector("logfmt") + " | regexp \"n=(?P<num>[0-9]+)\" | num=\"3\"", start, start + 60 * SECOND))
                .hasSize(1);
    }

    // -- metrics

    @Test
    void unwrap_takesNumbersDurationsAndSizes() {
        String logfmt = selector("logfmt") + " | logfmt | unwrap ";
        assertThat(points("sum(sum_over_time(" + logfmt + "n [1m]))", 0, 120, 60))
                .containsExactly(entry(0L, "1"), entry(60L, "3"), entry(120L, "10"));
        assertThat(points("max_over_time(" + logfmt + "duration(took) [1m]) by (case)", 0, 120, 60))
                .containsExactly(entry(0L, "0.15"), entry(60L, "2"), entry(120L, "0.09"));
        assertThat(points("quantile_over_time(0.5, " + logfmt + "n [2m]) by (case)", 60, 60, 60))
                .containsExactly(entry(60L, "2"));
        assertThat(points("sum(sum_over_time(" + logfmt + "bytes(size) [1m]))", 60, 60, 60))
                .containsExactly(entry(60L, "1000000"));
    }

    @Test
    void unwrap_ofWhatIsNoNumber_isAnErrorUnlessFilteredOut() {
        String logfmt = selector("logfmt") + " | logfmt | unwrap took";
        Answer refused = server.get(
                QUERY_RANGE, "query", "sum(sum_over_time(" + logfmt + " [1m]))", "start", epoch, "end", epoch + 60);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).startsWith("pipeline error: 'SampleExtractionErr' for series: '{__error__=");
        assertThat(matrix("sum(sum_over_time(" + logfmt + " | __error__=\"\" [1m]))", 0, 60, 60)
                        .size())
                .isZero();
    }

    @Test
    void vectorAggregations_groupByLabels() {
        String counts = "count_over_time({app=\"" + app + "\", case=~\"edges|metadata\"}[1m])";
        JsonNode byCase = matrix("sum by (case) (" + counts + ")", 60, 60, 60);
        assertThat(byCase.size()).isEqualTo(2);
        assertThat(byCase.path(0).path("metric").path("case").stringValue()).isEqualTo("edges");
        assertThat(points(byCase.path(0))).containsExactly(entry(60L, "2"));
        assertThat(points("count(" + counts + ")", 60, 60, 60)).containsExactly(entry(60L, "2"));
        assertThat(points("topk(1, sum by (case) (" + counts + "))", 60, 60, 60))
                .containsExactly(entry(60L, "2"));
    }

    @Test
    void binaryOperations_calculateAndCompare() {
        String count = "sum(count_over_time(" + selector("edges") + "[1m]))";
        assertThat(points(count + " * 2 + 1", 0, 60, 60)).containsExactly(entry(0L, "3"), entry(60L, "5"));
        assertThat(points(count + " > 1", 0, 60, 60)).containsExactly(entry(60L, "2"));
        assertThat(points(count + " > bool 1", 0, 60, 60)).containsExactly(entry(0L, "0"), entry(60L, "1"));
        assertThat(points(count + " / " + count, 60, 60, 60)).containsExactly(entry(60L, "1"));
        assertThat(points(count + " / 0", 60, 60, 60)).containsExactly(entry(60L, "NaN"));
        assertThat(points("sum(count_over_time({app=\"" + app + "-none\"}[1m])) or vector(0)", 0, 60, 60))
                .containsExactly(entry(0L, "0"), entry(60L, "0"));
    }

    @Test
    void absence_isOne() {
        assertThat(points("absent_over_time({app=\"" + app + "-none\"}[1m])", 0, 60, 60))
                .containsExactly(entry(0L, "1"), entry(60L, "1"));
        assertThat(matrix("absent_over_time(" + selector("edges") + "[10m])", 0, 60, 60)
                        .size())
                .isZero();
    }

    @Test
    void ratesAndBytes_followFromTheLines() {
        assertThat(points("sum(rate(" + selector("edges") + "[1m]))", 60, 60, 60))
                .containsExactly(entry(60L, "0.03333333333333333"));
        assertThat(points("sum(bytes_over_time(" + selector("edges") + "[1m]))", 60, 60, 60))
                .containsExactly(entry(60L, "11"));
    }

    // -- metadata

    @Test
    void labelsAndSeries_areOfTheStreamsThatMatch() {
        assertThat(value(client.labelNames(window))).contains("app", "case", "service_name");
        assertThat(value(client.labelValues("case", "{app=\"" + app + "\"}", window)))
                .containsExactly("edges", "json", "levels", "logfmt", "metadata", "twice");
        assertThat(value(client.series(selector("edges"), window)))
                .containsExactly(Map.of("app", app, "case", "edges", "service_name", app));
        assertThat(server.get("/loki/api/v1/label/absent_label/values", "start", start, "end", start + SECOND)
                        .json()
                        .has("data"))
                .isFalse();
    }

    @Test
    void volume_isByTheLabelsOfTheSelector() {
        assertThat(value(client.volume("{app=\"" + app + "\", case=~\"edges|json\"}", window, 10)))
                .hasSize(2)
                .allSatisfy(volume -> {
                    assertThat(volume.labels()).containsOnlyKeys("app", "case");
                    assertThat(volume.bytes()).isPositive();
                })
                .first()
                .satisfies(largest -> assertThat(largest.labels()).containsEntry("case", "json"));
    }

    @Test
    void detectedFields_nameParserAndType() {
        Map<String, String> types = value(client.detectedFields(selector("logfmt"), window)).stream()
                .collect(Collectors.toMap(field -> field.name() + field.parsers(), field -> field.type()));
        assertThat(types)
                .containsEntry("took[logfmt]", "duration")
                .containsEntry("size[logfmt]", "bytes")
                .containsEntry("n[logfmt]", "int")
                .containsEntry("detected_level[]", "string");
        assertThat(value(client.detectedFieldValues("n", selector("logfmt"), window)))
                .containsExactlyInAnyOrder("1", "3", "10");
    }

    @Test
    void versionAndReadiness_areTold() {
        // one built from its source without the release's flags tells an empty version
        assertThat(value(client.version())).matches("|[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(value(client.ready())).isTrue();
    }

    // -- other ways to ask and to push

    @Test
    void query_mayBePosted() {
        JsonNode data = server.postForm(QUERY_RANGE, "query", selector("edges"), "start", start, "end", start + SECOND)
                .json();
        assertThat(data.path("data").path("result").path(0).path("values").size())
                .isEqualTo(1);
        assertThat(data.path("data")
                        .path("stats")
                        .path("summary")
                        .path("totalLinesProcessed")
                        .asLong())
                .isPositive();
    }

    @Test
    void times_areSecondsNanosecondsOrRfc3339() {
        List<Object> starts = List.of(epoch, epoch + ".0", start, base.toString());
        assertThat(starts)
                .allSatisfy(from -> assertThat(server.get(
                                        QUERY_RANGE, "query", selector("edges"), "start", from, "end", start + SECOND)
                                .json()
                                .path("data")
                                .path("result")
                                .size())
                        .isEqualTo(1));
    }

    @Test
    void push_mayBeCompressed() throws IOException {
        String zipped = app + "-zipped";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new LogPush()
                    .stream(Map.of("app", zipped))
                            .line(start, "packed")
                            .body()
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
        }
        Answer pushed = server.send(server.request(PUSH)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray())));
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(204);
        assertThat(lines("{app=\"" + zipped + "\"}", start, start + 1)).hasSize(1);
    }

    @Test
    void lateLine_findsItsPlace() {
        String late = app + "-late";
        server.postJson(
                PUSH,
                new LogPush().stream(Map.of("app", late)).line(start + 5, "b").body());
        server.postJson(
                PUSH, new LogPush().stream(Map.of("app", late)).line(start, "a").body());
        assertThat(lines("{app=\"" + late + "\"}", start, start + SECOND))
                .extracting(LogLine::text)
                .containsExactly("a", "b");
    }

    @Test
    void lineTooFarBehindItsStream_isRefusedAndTheOthersKept() {
        String behind = app + "-behind";
        server.postJson(
                PUSH,
                new LogPush().stream(Map.of("app", behind)).line(start, "now").body());
        Answer refused = server.postJson(
                PUSH,
                new LogPush()
                        .stream(Map.of("app", behind))
                                .line(start - 3 * 3_600 * SECOND, "old")
                                .line(start + 1, "new")
                                .body());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("entry too far behind").contains("total ignored: 1 out of 2");
        assertThat(lines("{app=\"" + behind + "\"}", start, start + SECOND)).hasSize(2);
    }

    @Test
    void lineOlderThanAWeek_isRefused() {
        Answer refused = server.postJson(
                PUSH,
                new LogPush()
                        .stream(Map.of("app", app + "-old"))
                                .line(start - 30L * 86_400 * SECOND, "old")
                                .body());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("has timestamp too old");
    }

    // -- refusals

    Stream<Arguments> refusedQueries() {
        String emptyCompatible =
                "parse error : queries require at least one regexp or equality matcher that does not have"
                        + " an empty-compatible value. For instance, app=~\".*\" does not meet this requirement, but app=~\".+\""
                        + " will";
        return Stream.of(
                Arguments.of(
                        "{", "parse error at line 1, col 2: syntax error: unexpected $end, expecting IDENTIFIER or }"),
                Arguments.of(
                        "{app=\"checkout\"",
                        "parse error at line 1, col 16: syntax error: unexpected $end, expecting } or ,"),
                Arguments.of("{app=", "parse error at line 1, col 6: syntax error: unexpected $end, expecting STRING"),
                Arguments.of("rate({app=\"checkout\"})", "parse error at line 1, col 22: syntax error: unexpected )"),
                Arguments.of(
                        "rate({app=\"x\"}[5m]",
                        "parse error at line 1, col 19: syntax error: unexpected $end, expecting )"),
                Arguments.of(
                        "rate({app=\"x\"}[5x])",
                        "parse error at line 0, col 15: unknown unit \"x\" in duration \"5x\""),
                Arguments.of("{app=\"x\"} bar", "parse error at line 1, col 11: syntax error: unexpected IDENTIFIER"),
                Arguments.of(
                        "{app=\"x\"} |= foo",
                        "parse error at line 1, col 14: syntax error: unexpected IDENTIFIER, expecting STRING or ip"),
                Arguments.of("error", "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER"),
                Arguments.of(
                        "sum by app (rate({app=\"x\"}[1m]))",
                        "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER"),
                Arguments.of(
                        "{app=\"x\"} | a=\"b\" or",
                        "parse error at line 1, col 21: syntax error: unexpected $end, expecting IDENTIFIER or ("),
                Arguments.of("{}", emptyCompatible),
                Arguments.of("{app=~\".*\"}", emptyCompatible),
                Arguments.of("{app=~\"(\"}", "parse error : error parsing regexp: missing closing ): `(`"),
                Arguments.of(
                        "{app=\"x\"} |~ \"(\"",
                        "parse error : stage '|~ \"(\"' : error parsing regexp: missing closing ): `(`"),
                Arguments.of(
                        "sum_over_time({app=\"x\"}[1m])",
                        "parse error : invalid aggregation sum_over_time without unwrap"),
                Arguments.of("topk(rate({app=\"x\"}[1m]))", "parse error : parameter required for operation topk"),
                Arguments.of(
                        "{app=\"x\"} and {app=\"y\"}",
                        "parse error : unexpected type for left leg of binary operation (and): *syntax.MatchersExpr"));
    }

    @ParameterizedTest
    @MethodSource("refusedQueries")
    void query_thatIsNone_isRefusedWithItsPlace(String query, String message) {
        server.get(QUERY_RANGE, "query", query, "start", epoch, "end", epoch + 60)
                .isRefused(message);
    }

    @Test
    void parameters_outOfBounds_areRefused() {
        String query = selector("edges");
        ask(query, "limit", 100_000)
                .isRefused("max entries limit per query exceeded, limit > max_entries_limit_per_query (100000 > 5000)");
        ask(query, "limit", 0).isRefused("limit must be a positive value");
        ask(query, "limit", "abc").isRefused("strconv.Atoi: parsing \"abc\": invalid syntax");
        ask(query, "direction", "sideways").isRefused("invalid direction 'sideways'");
        ask("sum(rate(" + query + "[1m]))", "step", 0)
                .isRefused("zero or negative query resolution step widths are not accepted. Try a positive integer");
        server.get(QUERY_RANGE, "query", query, "start", "abc")
                .isRefused("could not parse 'start' parameter: strconv.ParseInt: parsing \"abc\": invalid syntax");
        server.get(QUERY_RANGE, "query", query, "start", epoch + 1, "end", epoch)
                .isRefused("end timestamp must not be before or equal to start time");
        server.get(QUERY_RANGE, "query", query, "start", epoch - 800 * 3_600, "end", epoch)
                .isRefused("the query time range exceeds the limit (query length: 800h0m0s, limit: 30d1h)");
        server.get(
                        QUERY_RANGE,
                        "query",
                        "sum(rate(" + query + "[1m]))",
                        "start",
                        epoch - 12_000,
                        "end",
                        epoch,
                        "step",
                        1)
                .isRefused(
                        "exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the"
                                + " step parameter");
        server.get("/loki/api/v1/query", "query", query)
                .isRefused("log queries are not supported as an instant query type, please change your query to a range"
                        + " query type");
    }

    private Answer ask(String query, String parameter, Object setting) {
        return server.get(QUERY_RANGE, "query", query, "start", epoch, "end", epoch + 60, parameter, setting);
    }

    @Test
    void moreThanFiveHundredSeries_areRefused() {
        server.get(
                        QUERY_RANGE,
                        "query",
                        "count_over_time({app=\"" + app + "-many\"}[1m])",
                        "start",
                        epoch,
                        "end",
                        epoch + 60,
                        "step",
                        60)
                .isRefused(
                        "maximum number of series (500) reached for a single query; consider reducing query cardinality"
                                + " by adding more specific stream selectors, reducing the time range, or aggregating results with"
                                + " functions like sum(), count() or topk()");
    }

    @Test
    void lineFilters_areRefusedWhereOnlyStreamsAreAsked() {
        String filtered = selector("edges") + " |= \"x\"";
        for (String path : List.of("index/stats", "index/volume", "label/app/values")) {
            server.get("/loki/api/v1/" + path, "query", filtered, "start", start, "end", start + SECOND)
                    .isRefused("only label matchers are supported");
        }
    }

    @Test
    void client_passesTheServersWordsOn() {
        assertThat(client.query(RangeQuery.logs("{app=", start, start + SECOND, 10, Direction.FORWARD)))
                .isEqualTo(new Reply.Refused<>(
                        400, "parse error at line 1, col 6: syntax error: unexpected $end, expecting STRING"));
    }

    @Test
    void unknownPathAndMethod_areTold() {
        Answer unknown = server.get("/loki/api/v1/nope");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("404 page not found\n");
        Answer method = server.send(server.request(QUERY_RANGE).method("PUT", HttpRequest.BodyPublishers.noBody()));
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.body()).isEmpty();
    }

    @Test
    void limits_wantATenant() {
        Answer refused = server.get("/loki/api/v1/drilldown-limits");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("no org id\n");
    }
}
