package io.lokitempo.loki;

import static io.lokitempo.upstream.ScriptedServer.json;
import static io.lokitempo.upstream.ScriptedServer.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.ScriptedServer;
import io.lokitempo.upstream.ScriptedServer.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Loki's recorded answers are read as, and what is asked for them. */
class LokiClientTest {
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T08:13:20.682584163Z"), Instant.parse("2026-11-22T08:24:20Z"));
    private static final RangeQuery LOGS =
            RangeQuery.logs("{app=\"checkout\"}", WINDOW.startNanos(), WINDOW.endNanos(), 10, Direction.BACKWARD);

    private List<Seen> seen = List.of();

    private <T> Reply<T> replayed(ScriptedServer.Reaction reaction, Function<LokiClient, Reply<T>> call) {
        try (ScriptedServer server = new ScriptedServer(reaction);
                LokiClient loki = new LokiClient(Endpoint.at(server.uri()), "test-agent")) {
            Reply<T> reply = call.apply(loki);
            seen = server.seen();
            return reply;
        }
    }

    private <T> T answer(String sample, Function<LokiClient, Reply<T>> call) {
        Reply<T> reply = replayed(sample(sample), call);
        return reply.answered().orElseThrow(() -> new AssertionError(reply));
    }

    @Test
    void lines_categorized_keepMetadataAndParsedLabelsApart() {
        List<LogLine> lines = answer("loki/query_range_categorized.json", loki -> loki.lines(LOGS))
                .lines();
        assertThat(lines).hasSize(2);
        LogLine error = lines.getFirst();
        assertThat(error.timestampNanos()).isEqualTo(1795335216172482000L);
        assertThat(error.text()).startsWith("{\"level\": \"error\", \"msg\": \"payment declined for order 1003\"");
        assertThat(error.labels())
                .isEqualTo(Map.of(
                        "app",
                        "checkout",
                        "env",
                        "staging",
                        "host",
                        "node-2",
                        "level",
                        "error",
                        "service_name",
                        "checkout"));
        assertThat(error.metadata())
                .isEqualTo(Map.of(
                        "detected_level",
                        "error",
                        "span_id",
                        "881ed162ae2eb154",
                        "trace_id",
                        "907a70c31012f037b64ce4228c38fb29"));
        assertThat(error.parsed())
                .containsEntry("level_extracted", "error")
                .containsEntry("msg", "payment declined for order 1003")
                .hasSize(4);
    }

    @Test
    void lines_lokiThatDoesNotCategorize_keepMetadataAmongLabels() {
        QueryResult.Lines result = answer("loki/query_range_streams.json", loki -> loki.lines(LOGS));
        LogLine newest = result.lines().getFirst();
        assertThat(newest.labels()).containsEntry("trace_id", "42396323307438e6f4aedd0253fcba58");
        assertThat(newest.metadata()).isEmpty();
        assertThat(result.stats()).isEqualTo(new QueryResult.QueryStats(27528, 132, 0.013153));
    }

    @ParameterizedTest
    @EnumSource
    void lines_streamsInNoOrder_areInTheQuerysDirection(Direction direction) {
        RangeQuery query = RangeQuery.logs("{app=\"frontend\"}", WINDOW.startNanos(), WINDOW.endNanos(), 5, direction);
        List<Long> times = answer("loki/query_range_streams_forward.json", loki -> loki.lines(query)).lines().stream()
                .map(LogLine::timestampNanos)
                .toList();
        List<Long> forward = List.of(
                1795335205682510915L,
                1795335210682352342L,
                1795335215682482000L,
                1795335220682269835L,
                1795335225682047363L);
        assertThat(times).isEqualTo(direction == Direction.FORWARD ? forward : forward.reversed());
    }

    @Test
    void lines_equalTimes_stayInTheOrderReceived() {
        String answer = """
                {"status":"success","data":{"resultType":"streams","result":[
                  {"stream":{"s":"1"},"values":[["9","c"],["7","a"],["7","b"]]},
                  {"stream":{"s":"2"},"values":[["7","d"],["8","e"]]}]}}
                """;
        for (Direction direction : Direction.values()) {
            RangeQuery query = RangeQuery.logs("{s=~\".+\"}", 0, 10, 5, direction);
            Reply<QueryResult.Lines> reply = replayed(json(answer), loki -> loki.lines(query));
            assertThat(reply.answered().orElseThrow().lines())
                    .extracting(LogLine::text)
                    .isEqualTo(
                            direction == Direction.FORWARD
                                    ? List.of("a", "b", "d", "e", "c")
                                    : List.of("c", "e", "a", "b", "d"));
        }
    }

    @Test
    void lines_labelsAfterValues_areReadToo() {
        String answer = "{\"data\":{\"resultType\":\"streams\",\"result\":"
                + "[{\"values\":[[\"7\",\"a\",{}]],\"stream\":{\"s\":\"1\"}}]}}";
        assertThat(replayed(json(answer), loki -> loki.lines(LOGS))
                        .answered()
                        .orElseThrow()
                        .lines())
                .containsExactly(new LogLine(7, "a", Map.of("s", "1"), Map.of()));
    }

    @Test
    void lines_warnings_arePassedOn() {
        String answer = "{\"status\":\"success\",\"warnings\":[\"partial\"],"
                + "\"data\":{\"resultType\":\"streams\",\"result\":[]}}";
        assertThat(replayed(json(answer), loki -> loki.lines(LOGS)))
                .isEqualTo(new Answered<>(
                        new QueryResult.Lines(List.of(), QueryResult.QueryStats.NONE), List.of("partial")));
    }

    @Test
    void query_request_asksInNanosecondsAndForCategories() {
        answer("loki/query_range_empty.json", loki -> loki.query(LOGS));
        Seen request = seen.getFirst();
        assertThat(request.path()).isEqualTo("/loki/api/v1/query_range");
        assertThat(request.parameters())
                .isEqualTo(Map.of(
                        "query",
                        "{app=\"checkout\"}",
                        "start",
                        "1795335200682584163",
                        "end",
                        "1795335860000000000",
                        "limit",
                        "10",
                        "direction",
                        "backward"));
        assertThat(request.header("X-Loki-Response-Encoding-Flags")).isEqualTo("categorize-labels");
        assertThat(request.header("X-Query-Tags")).isEqualTo("Source=test-agent");
        assertThat(request.header("User-Agent")).isEqualTo("test-agent");
    }

    @Test
    void query_matrix_hasPointsInMilliseconds() {
        RangeQuery query =
                RangeQuery.metric("sum(x)", WINDOW.startNanos(), WINDOW.endNanos(), Duration.ofMillis(1_500));
        QueryResult result = answer("loki/query_range_matrix.json", loki -> loki.query(query));
        assertThat(seen.getFirst().parameters()).containsEntry("step", "1500ms");
        assertThat(result).isInstanceOfSatisfying(QueryResult.Matrix.class, matrix -> {
            assertThat(matrix.series()).hasSize(4);
            QueryResult.Series first = matrix.series().getFirst();
            assertThat(first.labels()).isEqualTo(Map.of("app", "checkout", "level", "error"));
            assertThat(first.points()).hasSize(10).startsWith(new QueryResult.Point(1795335240000L, 1));
        });
    }

    @Test
    void query_divisionByZero_isNotANumber() {
        RangeQuery query = RangeQuery.metric("x / 0", WINDOW.startNanos(), WINDOW.endNanos(), Duration.ofMinutes(2));
        var answer = answer("loki/query_range_matrix_div0.json", loki -> loki.query(query));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        QueryResult.Matrix.class,
                        matrix -> assertThat(matrix.series().getFirst().points())
                                .hasSize(6)
                                .allMatch(point -> Double.isNaN(point.value())));
    }

    @Test
    void query_infinities_areRead() {
        String answer = "{\"data\":{\"resultType\":\"vector\",\"result\":["
                + "{\"metric\":{},\"value\":[1.5,\"+Inf\"]},{\"metric\":{},\"value\":[1,\"-Inf\"]}]}}";
        assertThat(replayed(json(answer), loki -> loki.instant("x", WINDOW.end()))
                        .answered()
                        .orElseThrow()
                        .samples())
                .extracting(QueryResult.Sample::value)
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Test
    void lines_metricQuery_isRefused() {
        assertThat(replayed(sample("loki/query_range_matrix.json"), loki -> loki.lines(LOGS)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains("log query"));
    }

    @Test
    void instant_vector_hasOneSampleASeries() {
        QueryResult.Vector vector =
                answer("loki/query_instant_topk.json", loki -> loki.instant("topk(2, x)", WINDOW.end()));
        assertThat(vector.samples())
                .containsExactly(
                        new QueryResult.Sample(Map.of("app", "checkout"), 119),
                        new QueryResult.Sample(Map.of("app", "orders-db"), 108));
        assertThat(seen.getFirst().path()).isEqualTo("/loki/api/v1/query");
        assertThat(seen.getFirst().parameters()).containsEntry("time", "1795335860000000000");
    }

    @Test
    void instant_scalar_isOneSampleWithoutLabels() {
        assertThat(answer("loki/query_instant_scalar.json", loki -> loki.instant("1+1", WINDOW.end()))
                        .samples())
                .containsExactly(new QueryResult.Sample(Map.of(), 2));
    }

    @Test
    void query_mistakes_areRefusedInLokisWords() {
        assertThat(replayed(sample("loki/err_bad_logql.txt", 400), loki -> loki.query(LOGS)))
                .isEqualTo(new Refused<>(
                        400, "parse error at line 1, col 16: syntax error: unexpected $end, expecting } or ,"));
        assertThat(replayed(sample("loki/noorg_query.txt", 401), loki -> loki.query(LOGS)))
                .isEqualTo(new Refused<>(401, "no org id"));
    }

    @Test
    void labelNames_recorded_areRead() {
        var answer = answer("loki/labels.json", loki -> loki.labelNames(WINDOW));
        assertThat(answer).containsExactly("app", "env", "host", "level", "service_name");
    }

    @Test
    void labelValues_absentLabel_isEmptyThoughLokiSendsNoData() {
        var answer = answer("loki/label_values_absent.json", loki -> loki.labelValues("no/pe", null, WINDOW));
        assertThat(answer).isEmpty();
        assertThat(seen.getFirst().path()).isEqualTo("/loki/api/v1/label/no%2Fpe/values");
        assertThat(seen.getFirst().parameters()).doesNotContainKey("query");
    }

    @Test
    void series_recorded_areLabelSets() {
        var answer = answer("loki/series.json", loki -> loki.series("{app=~\".+\"}", WINDOW));
        assertThat(answer)
                .hasSize(4)
                .contains(Map.of(
                        "app",
                        "checkout",
                        "env",
                        "staging",
                        "host",
                        "node-2",
                        "level",
                        "error",
                        "service_name",
                        "checkout"));
        assertThat(seen.getFirst().parameters()).containsEntry("match[]", "{app=~\".+\"}");
    }

    @Test
    void indexStats_recorded_areRead() {
        var answer = answer("loki/index_stats_flushed.json", loki -> loki.indexStats("{app=\"checkout\"}", WINDOW));
        assertThat(answer).isEqualTo(new IndexStats(2, 2, 33792, 132));
    }

    @Test
    void volume_recorded_isLargestFirst() {
        var answer = answer("loki/volume.json", loki -> loki.volume("{app=~\".+\"}", WINDOW, 5));
        assertThat(answer)
                .containsExactly(
                        new Volume(Map.of("app", "checkout"), 33931),
                        new Volume(Map.of("app", "frontend"), 20096),
                        new Volume(Map.of("app", "orders-db"), 6686));
    }

    @Test
    void patterns_switchedOff_areRefused() {
        assertThat(replayed(sample("loki/err_patterns_off.txt", 404), loki -> loki.patterns("{app=\"a\"}", WINDOW)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void patterns_recorded_areSummedOverTheirSamples() {
        var answer = answer("loki/patterns.json", loki -> loki.patterns("{app=\"frontend\"}", WINDOW));
        assertThat(answer)
                .containsExactly(
                        new StoredPattern("method=GET path=<_> status=<_> duration=<_> trace_id=<_>", "info", 118));
    }

    @Test
    void detectedFields_recorded_tellTheirParsers() {
        var answer = answer("loki/detected_fields.json", loki -> loki.detectedFields("{app=\"checkout\"}", WINDOW));
        assertThat(answer)
                .contains(
                        new DetectedField("order_id", "int", 91, List.of("json")),
                        new DetectedField("span_id", "string", 91, List.of()));
        var second = answer("loki/detected_fields_absent.json", loki -> loki.detectedFields("{app=\"x\"}", WINDOW));
        assertThat(second).isEmpty();
    }

    @Test
    void detectedFieldValues_recorded_areRead() {
        var answer = answer(
                "loki/detected_field_values.json",
                loki -> loki.detectedFieldValues("status", "{app=\"frontend\"}", WINDOW));
        assertThat(answer).containsExactly("500", "200");
    }

    @Test
    void limits_recorded_areRead() {
        var answer = answer("loki/drilldown_limits.json", LokiClient::limits);
        assertThat(answer)
                .isEqualTo(new Limits(
                        100,
                        5,
                        Duration.ofDays(30).plusHours(1).toSeconds(),
                        Duration.ofDays(31).toSeconds(),
                        false,
                        false,
                        "3.7.6"));
        // This path alone wants a tenant of a Loki that has none; to all others the name would hide that one is
        // missing.
        assertThat(seen.getLast().header("X-Scope-OrgID")).isEqualTo("fake");
        answer("loki/query_range_empty.json", loki -> loki.query(LOGS));
        assertThat(seen.getLast().headers().containsKey("X-Scope-OrgID")).isFalse();
    }

    @Test
    void limits_lokiThatDoesNotTell_areUnknown() {
        assertThat(replayed(ScriptedServer.text(404, "404 page not found\n"), LokiClient::limits))
                .isEqualTo(new Answered<>(Limits.UNKNOWN));
        assertThat(replayed(ScriptedServer.text(401, "no org id\n"), LokiClient::limits))
                .isEqualTo(new Answered<>(Limits.UNKNOWN));
    }

    @Test
    void version_recorded_isRead() {
        var answer = answer("loki/buildinfo.json", LokiClient::version);
        assertThat(answer).isEqualTo("3.7.6");
    }
}
