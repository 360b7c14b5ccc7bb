package io.lokitempo.tempo;

import static io.lokitempo.upstream.ScriptedServer.json;
import static io.lokitempo.upstream.ScriptedServer.sample;
import static io.lokitempo.upstream.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.tempo.TraceHits.ServiceStats;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.ScriptedServer;
import io.lokitempo.upstream.ScriptedServer.Reaction;
import io.lokitempo.upstream.ScriptedServer.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tempo's recorded answers are read as, and what is asked for them. */
class TempoClientTest {
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T08:26:55.9Z"), Instant.parse("2026-11-22T08:37:55.1Z"));
    private static final TraceId TRACE = TraceId.of("907a70c31012f037b64ce4228c38fb29");
    private static final TraceSearch SEARCH = new TraceSearch("{ status = error }", WINDOW, 20, 3);

    private List<Seen> seen = List.of();

    private <T> Reply<T> replayed(Function<TempoClient, Reply<T>> call, Reaction... reactions) {
        try (ScriptedServer server = new ScriptedServer(reactions);
                TempoClient tempo = new TempoClient(Endpoint.at(server.uri()), "test-agent")) {
            Reply<T> reply = call.apply(tempo);
            seen = server.seen();
            return reply;
        }
    }

    private <T> T answer(Function<TempoClient, Reply<T>> call, String sample) {
        Reply<T> reply = replayed(call, sample(sample));
        return reply.answered().orElseThrow(() -> new AssertionError(reply));
    }

    private static TraceLookup.Found found(TraceLookup lookup) {
        if (lookup instanceof TraceLookup.Found found) {
            return found;
        }
        throw new AssertionError("not found: " + lookup);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tempo-2.10.8/trace_v2.json",
                "tempo-2.10.8/trace_v1.json",
                "tempo-3.0.3/trace_v2.json",
                "tempo-3.0.3/trace_v1.json"
            })
    void trace_recorded_isReadWithHexIdsInOrderOfStart(String sample) {
        TraceLookup.Found trace = found(answer(tempo -> tempo.trace(TRACE, null), sample));
        assertThat(trace.partial()).isFalse();
        assertThat(trace.spans())
                .extracting(Span::operation)
                .containsExactly("GET /healthz", "POST checkout", "POST /checkout", "SELECT orders");
        Span root = trace.spans().getFirst();
        assertThat(root.traceId()).isEqualTo(TRACE);
        assertThat(root.spanId()).isEqualTo(new SpanId("9e7769b10f4205b4"));
        assertThat(root.parentId()).isNull();
        assertThat(root.service()).isEqualTo(new ServiceName("frontend"));
        assertThat(root.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(root.status()).isEqualTo(SpanStatus.ERROR);
        assertThat(root.statusMessage()).isEqualTo("payment declined");
        assertThat(root.durationNanos()).isEqualTo(980_000_000L);
        assertThat(root.version()).contains("1.4.2");
        assertThat(root.attributes())
                .containsEntry("http.response.status_code", new AttributeValue.Whole(500))
                .containsEntry("sampled.ratio", new AttributeValue.Decimal(0.25))
                .containsEntry("cache.hit", new AttributeValue.Flag(false))
                .containsEntry("http.route", new AttributeValue.Text("/healthz"));
        Span client = trace.spans().get(1);
        assertThat(client.parentId()).isEqualTo(root.spanId());
        assertThat(client.status()).isEqualTo(SpanStatus.UNSET);
        Span checkout = trace.spans().get(2);
        assertThat(checkout.service()).isEqualTo(new ServiceName("checkout"));
        assertThat(checkout.events()).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("exception");
            assertThat(event.timeNanos()).isBetween(checkout.startNanos(), checkout.endNanos());
            assertThat(event.attributes())
                    .containsEntry("exception.message", new AttributeValue.Text("payment declined"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo-2.10.8/trace_v2_404.json", "tempo-3.0.3/trace_v2_404.json"})
    void trace_emptyAnswer_isAbsent(String sample) {
        var answer = answer(tempo -> tempo.trace(TRACE, null), sample);
        assertThat(answer).isEqualTo(new TraceLookup.Absent());
    }

    @Test
    void trace_tempoWithoutV2_isAskedByV1() {
        Reply<TraceLookup> reply = replayed(
                tempo -> tempo.trace(TRACE, WINDOW),
                text(404, "404 page not found\n"),
                sample("tempo-2.10.8/trace_v1.json"));
        assertThat(found(reply.answered().orElseThrow()).spans()).hasSize(4);
        assertThat(seen).extracting(Seen::path).containsExactly("/api/v2/traces/" + TRACE, "/api/traces/" + TRACE);
    }

    @Test
    void trace_v1WithoutIt_isAbsent() {
        assertThat(replayed(tempo -> tempo.trace(TRACE, null), text(404, "404 page not found\n"), text(404, "")))
                .isEqualTo(new Answered<>(new TraceLookup.Absent()));
    }

    @Test
    void trace_serverThatIsNoTempo_isRefused() {
        assertThat(replayed(tempo -> tempo.trace(TRACE, null), text(404, "404 page not found\n")))
                .isEqualTo(new Refused<>(404, "404 page not found"));
    }

    @Test
    void trace_partial_isSaidWithTemposWords() {
        String answer = """
                {"status":"PARTIAL","message":"trace exceeds max size","metrics":{},"trace":{"resourceSpans":[
                  {"scopeSpans":[{"spans":[{"spanId":"0102030405060708","kind":2,"status":{"code":2},
                    "startTimeUnixNano":5,"endTimeUnixNano":"3","parentSpanId":"AAAAAAAAAAA="}]}]}]}}
                """;
        Reply<TraceLookup> reply = replayed(tempo -> tempo.trace(TRACE, null), json(answer));
        TraceLookup.Found trace = found(reply.answered().orElseThrow());
        assertThat(reply).isEqualTo(new Answered<>(trace, List.of("trace exceeds max size")));
        assertThat(trace.partial()).isTrue();
        Span span = trace.spans().getFirst();
        assertThat(span.service()).isEqualTo(ServiceName.UNKNOWN);
        assertThat(span.traceId()).isEqualTo(TRACE);
        assertThat(span.parentId()).isNull();
        assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.isError()).isTrue();
        assertThat(span.durationNanos()).isZero();
    }

    @Test
    void trace_resourceAfterItsSpansAndNestedValues_areRead() {
        String answer = """
                {"batches":[{"scopeSpans":[{"spans":[{"spanId":"AQIDBAUGBwg=","attributes":[
                  {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a\\"b"},{"intValue":"1"},{}]}}},
                  {"key":"map","value":{"kvlistValue":{"values":[
                    {"key":"k","value":{"boolValue":true}},
                    {"key":"d","value":{"doubleValue":1.5}},
                    {"key":"n","value":{"arrayValue":{}}},
                    {"key":"none"}]}}},
                  {"key":"nothing","value":{}},{"key":"int","value":{"intValue":7}}]}]}],
                  "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}}]}
                """;
        Reply<TraceLookup> reply = replayed(tempo -> tempo.trace(TRACE, null), json(answer));
        Span span = found(reply.answered().orElseThrow()).spans().getFirst();
        assertThat(span.service()).isEqualTo(new ServiceName("late"));
        assertThat(span.attributes())
                .isEqualTo(Map.of(
                        "list", new AttributeValue.Text("[\"a\\\"b\",1,null]"),
                        "map", new AttributeValue.Text("{\"k\":true,\"d\":1.5,\"n\":[],\"none\":null}"),
                        "nothing", new AttributeValue.Text(""),
                        "int", new AttributeValue.Whole(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo-2.10.8", "tempo-3.0.3"})
    void search_recorded_isReadWithPaddedIds(String version) {
        TraceHits hits = answer(tempo -> tempo.search(SEARCH), version + "/search_traceql_count.json");
        assertThat(hits.traces()).hasSize(2);
        TraceHit first = hits.traces().getFirst();
        assertThat(first.traceId().hex()).isEqualTo("00e5e81305fbec3a2dc378f27037e034");
        assertThat(first.rootService()).isEqualTo("frontend");
        assertThat(first.rootName()).isEqualTo("GET /api/orders/{id}");
        assertThat(first.durationMillis()).isEqualTo(254);
        assertThat(first.spans()).hasSize(3);
        assertThat(first.matched()).isEqualTo(4);
        assertThat(first.services())
                .isEqualTo(Map.of(
                        "checkout", new ServiceStats(1, 0),
                        "frontend", new ServiceStats(2, 0),
                        "orders-db", new ServiceStats(1, 0)));
        assertThat(hits.complete()).as("1 of 3 jobs ended").isFalse();
        assertThat(hits.inspectedBytes()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo-2.10.8", "tempo-3.0.3"})
    void search_selected_hasTypedAttributesOfSpans(String version) {
        TraceHit hit = answer(tempo -> tempo.search(SEARCH), version + "/search_traceql_select.json")
                .traces()
                .getFirst();
        assertThat(hit.spans())
                .contains(new HitSpan(
                        new SpanId("d4e53bb190292165"),
                        "",
                        1795336361192633970L,
                        1_114_000_000L,
                        Map.of(
                                "host.name", new AttributeValue.Text("node-2"),
                                "http.response.status_code", new AttributeValue.Whole(500),
                                "http.route", new AttributeValue.Text("/api/orders"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo-2.10.8", "tempo-3.0.3"})
    void search_grouped_unitesItsSpanSets(String version) {
        TraceHit hit = answer(tempo -> tempo.search(SEARCH), version + "/search_traceql_by.json")
                .traces()
                .getFirst();
        assertThat(hit.spans()).hasSize(2).doesNotHaveDuplicates();
        assertThat(hit.matched()).isEqualTo(2);
    }

    @Test
    void search_parentOfASpan_losesItsScope() {
        String answer = """
                {"traces":[{"traceID":"1","startTimeUnixNano":"5","spanSet":{"spans":[{"spanID":"2","name":"GET /",
                  "attributes":[{"key":"span:parentID","value":{"stringValue":"0000000000000003"}}]}],"matched":1}}]}
                """;
        TraceHits hits =
                replayed(tempo -> tempo.search(SEARCH), json(answer)).answered().orElseThrow();
        assertThat(hits.traces().getFirst().spans())
                .containsExactly(new HitSpan(
                        SpanId.of("2"),
                        "GET /",
                        0,
                        0,
                        Map.of("parentID", new AttributeValue.Text("0000000000000003"))));
        assertThat(hits.traces().getFirst().durationMillis()).isZero();
    }

    @Test
    void search_allJobsEndedBelowTheLimit_isComplete() {
        assertThat(answer(tempo -> tempo.search(SEARCH), "tempo-2.10.8/search_empty.json")
                        .complete())
                .isTrue();
        TraceSearch twenty = new TraceSearch("{}", WINDOW, 20, 3);
        assertThat(answer(tempo -> tempo.search(twenty), "tempo-2.10.8/search_noparams.json")
                        .complete())
                .isFalse();
    }

    @Test
    void search_window_isRoundedOutwardsToSeconds() {
        answer(tempo -> tempo.search(SEARCH), "tempo-2.10.8/search_empty.json");
        assertThat(seen.getFirst().path()).isEqualTo("/api/search");
        assertThat(seen.getFirst().parameters())
                .isEqualTo(Map.of(
                        "q",
                        "{ status = error }",
                        "start",
                        "1795336015",
                        "end",
                        "1795336676",
                        "limit",
                        "20",
                        "spss",
                        "3"));
    }

    @Test
    void search_mistake_isRefusedInTemposWords() {
        assertThat(replayed(tempo -> tempo.search(SEARCH), sample("tempo-2.10.8/search_err_bad.txt", 400)))
                .isEqualTo(new Refused<>(
                        400, "invalid TraceQL query: parse error at line 1, col 27: syntax error: unexpected $end"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo-2.10.8", "tempo-3.0.3"})
    void metrics_quantiles_haveTypedLabelsAndZerosWhereTempoLeavesThemOut(String version) {
        List<SpanSeries> series = answer(
                tempo -> tempo.metrics("{} | quantile_over_time(duration, .5)", WINDOW, Duration.ofMinutes(2)),
                version + "/metrics_range_quantile.json");
        assertThat(series).hasSize(4);
        SpanSeries first = series.getFirst();
        assertThat(first.labels())
                .isEqualTo(Map.of(
                        "resource.service.name", new AttributeValue.Text("checkout"),
                        "p", new AttributeValue.Decimal(0.5)));
        assertThat(first.points())
                .startsWith(
                        new SpanSeries.Point(1795335960000L, 0),
                        new SpanSeries.Point(1795336080000L, 0.22020709536283267));
        assertThat(seen.getFirst().parameters()).containsEntry("step", "120000ms");
    }

    @Test
    void metrics_exemplars_nameTracesByPaddedId() {
        SpanSeries first = answer(
                        tempo -> tempo.metrics("{} | rate()", WINDOW, Duration.ofMinutes(2)),
                        "tempo-2.10.8/metrics_range_exemplars.json")
                .getFirst();
        assertThat(first.exemplars())
                .startsWith(
                        new SpanSeries.Exemplar(TraceId.of("048d09c878eabc3a210414281f10a0b3"), 1795336307196L, 0.5));
    }

    @Test
    void metrics_nothingMatched_isASeriesOfZeros() {
        SpanSeries only = answer(
                        tempo -> tempo.metrics("{} | rate()", WINDOW, Duration.ofMinutes(1)),
                        "tempo-2.10.8/metrics_range_empty.json")
                .getFirst();
        assertThat(only.points()).hasSize(13).allMatch(point -> point.value() == 0);
    }

    @Test
    void metricsInstant_recorded_isOneValueASeriesAtTheEnd() {
        List<SpanSeries> series = answer(
                tempo -> tempo.metricsInstant("{} | count_over_time()", WINDOW), "tempo-2.10.8/metrics_instant.json");
        assertThat(series)
                .extracting(one -> one.points())
                .containsExactly(
                        List.of(new SpanSeries.Point(WINDOW.end().toEpochMilli(), 300)),
                        List.of(new SpanSeries.Point(WINDOW.end().toEpochMilli(), 600)),
                        List.of(new SpanSeries.Point(WINDOW.end().toEpochMilli(), 300)));
    }

    @Test
    void metrics_partialAnswer_isSaid() {
        String answer = "{\"series\":[],\"status\":\"PARTIAL\",\"message\":\"max series reached\"}";
        assertThat(replayed(tempo -> tempo.metricsInstant("{} | rate()", WINDOW), json(answer)))
                .isEqualTo(new Answered<>(List.of(), List.of("max series reached")));
    }

    @Test
    void tagNames_recorded_areByScope() {
        var answer = answer(tempo -> tempo.tagNames(WINDOW), "tempo-2.10.8/tags_v2.json");
        assertThat(answer)
                .contains(new TagScope(
                        "resource", List.of("deployment.environment", "host.name", "service.name", "service.version")))
                .extracting(TagScope::scope)
                .containsExactly("span", "event", "link", "resource", "intrinsic");
    }

    @Test
    void tagNames_tempoWithoutV2_areWithoutScope() {
        Reply<List<TagScope>> reply = replayed(
                tempo -> tempo.tagNames(WINDOW), text(404, "404 page not found"), sample("tempo-2.10.8/tags_v1.json"));
        assertThat(reply.answered().orElseThrow()).singleElement().satisfies(all -> {
            assertThat(all.scope()).isEmpty();
            assertThat(all.names()).contains("service.name", "http.route");
        });
    }

    @Test
    void tagValues_recorded_areTyped() {
        String name = "span.http.response.status_code";
        var answer = answer(
                tempo -> tempo.tagValues(name, "{ kind = server }", WINDOW), "tempo-2.10.8/tag_values_v2_int.json");
        assertThat(answer).containsExactly(new TagValue("int", "200"), new TagValue("int", "500"));
        assertThat(seen.getFirst().path()).isEqualTo("/api/v2/search/tag/" + name + "/values");
        assertThat(seen.getFirst().parameters()).containsEntry("q", "{ kind = server }");
    }

    @Test
    void tagValues_tempoWithoutV2_areTexts() {
        Reply<List<TagValue>> reply = replayed(
                tempo -> tempo.tagValues("resource.service.name", null, WINDOW),
                text(404, "404 page not found"),
                sample("tempo-2.10.8/tag_values_v1.json"));
        assertThat(reply.answered().orElseThrow())
                .contains(new TagValue("string", "checkout"))
                .hasSize(3);
        assertThat(seen.getLast().path()).isEqualTo("/api/search/tag/service.name/values");
    }

    @Test
    void version_recorded_hasNoLeadingV() {
        var answer = answer(TempoClient::version, "tempo-2.10.8/buildinfo.json");
        assertThat(answer).isEqualTo("2.10.8");
        var second = answer(TempoClient::version, "tempo-3.0.3/buildinfo.json");
        assertThat(second).isEqualTo("3.0.3");
    }
}
