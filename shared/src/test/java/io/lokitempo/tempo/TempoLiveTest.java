package io.lokitempo.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The client against the Tempo at TEMPO_URL, into which one trace is pushed through OTLP_URL. */
@EnabledIfEnvironmentVariable(
        named = "TEMPO_URL",
        matches = ".+",
        disabledReason = "TEMPO_URL is not set: it names a Tempo that takes a trace of a made-up service")
@EnabledIfEnvironmentVariable(
        named = "OTLP_URL",
        matches = ".+",
        disabledReason = "OTLP_URL is not set: it names that Tempo's OTLP/HTTP port")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TempoLiveTest {
    private static final String URL = System.getenv().getOrDefault("TEMPO_URL", "");
    private static final String OTLP = System.getenv().getOrDefault("OTLP_URL", "");

    /** Leading zeros, which Tempo's search drops. */
    private final TraceId id =
            TraceId.of("00" + UUID.randomUUID().toString().replace("-", "").substring(2));

    private final String service = "clients-" + UUID.randomUUID();
    private final Instant start = Instant.now().minusSeconds(5);
    private final TimeWindow window = TimeWindow.before(Instant.now().plusSeconds(60), Duration.ofHours(1));
    private TempoClient tempo;

    @BeforeAll
    void push() throws Exception {
        tempo = new TempoClient(Endpoint.at(URI.create(URL)), "clients-test");
        HttpRequest push = HttpRequest.newBuilder(URI.create(OTLP + "/v1/traces"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(trace()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(push, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(eventually(() -> tempo.trace(id, null), TraceLookup.Found.class::isInstance))
                .isInstanceOf(TraceLookup.Found.class);
    }

    private String trace() {
        long nanos = start.getEpochSecond() * 1_000_000_000L;
        return """
                {"resourceSpans":[{"resource":{"attributes":[
                  {"key":"service.name","value":{"stringValue":"%s"}}]},
                 "scopeSpans":[{"spans":[
                  {"traceId":"%s","spanId":"00000000000000a1","name":"GET /","kind":2,
                   "startTimeUnixNano":"%d","endTimeUnixNano":"%d","status":{"code":2,"message":"boom"},
                   "attributes":[{"key":"a b","value":{"stringValue":"x\\"y"}},{"key":"n","value":{"intValue":"0"}},
                     {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"}]}}}]},
                  {"traceId":"%s","spanId":"00000000000000a2","parentSpanId":"00000000000000a1","name":"SELECT","kind":3,
                   "startTimeUnixNano":"%d","endTimeUnixNano":"%d","status":{}}]}]}]}
                """.formatted(service, id, nanos, nanos + 500_000_000, id, nanos + 1_000, nanos + 400_000_000);
    }

    /** Tempo shows what it took a moment later, and in searches a Tempo 3 keeps back the last 30 s. */
    private static <T> T eventually(Supplier<Reply<T>> call, Predicate<T> shown) throws InterruptedException {
        T value = value(call.get());
        for (int i = 0; i < 120 && !shown.test(value); i++) {
            Thread.sleep(500);
            value = value(call.get());
        }
        return value;
    }

    @AfterAll
    void close() {
        if (tempo != null) {
            tempo.close();
        }
    }

    private static <T> T value(Reply<T> reply) {
        return reply.answered().orElseThrow(() -> new AssertionError(reply));
    }

    @Test
    void trace_pushed_comesBackWhole() {
        assertThat(value(tempo.trace(id, window))).isInstanceOfSatisfying(TraceLookup.Found.class, found -> {
            assertThat(found.partial()).isFalse();
            assertThat(found.spans()).extracting(Span::operation).containsExactly("GET /", "SELECT");
            Span root = found.spans().getFirst();
            assertThat(root.traceId()).isEqualTo(id);
            assertThat(root.parentId()).isNull();
            assertThat(root.service()).isEqualTo(new ServiceName(service));
            assertThat(root.kind()).isEqualTo(SpanKind.SERVER);
            assertThat(root.isError()).isTrue();
            assertThat(root.durationNanos()).isEqualTo(500_000_000);
            assertThat(root.attributes())
                    .containsEntry("a b", new AttributeValue.Text("x\"y"))
                    .containsEntry("n", new AttributeValue.Whole(0))
                    .containsEntry("l", new AttributeValue.Text("[\"a\",1]"));
            assertThat(found.spans().get(1).parentId()).isEqualTo(root.spanId());
        });
    }

    @Test
    void trace_neverSent_isAbsent() {
        assertThat(value(tempo.trace(TraceId.of(UUID.randomUUID().toString().replace("-", "")), null)))
                .isEqualTo(new TraceLookup.Absent());
    }

    @Test
    void search_selected_hasWhatTheContractNames() throws InterruptedException {
        String query = "{ resource.service.name = " + TraceQl.quoted(service)
                + " } | select(span:parentID, resource.service.name, kind, status, name)";
        TraceSearch search = new TraceSearch(query, window, 20, TempoClient.MAX_SPANS_PER_TRACE);
        TraceHits hits =
                eventually(() -> tempo.search(search), found -> !found.traces().isEmpty());
        assertThat(hits.complete()).isTrue();
        assertThat(hits.traces()).singleElement().satisfies(hit -> {
            assertThat(hit.traceId()).isEqualTo(id);
            assertThat(hit.rootService()).isEqualTo(service);
            assertThat(hit.matched()).isEqualTo(2);
            assertThat(hit.services()).containsEntry(service, new TraceHits.ServiceStats(2, 1));
            assertThat(hit.spans()).extracting(TraceHits.HitSpan::name).containsExactlyInAnyOrder("GET /", "SELECT");
            assertThat(hit.spans())
                    .extracting(span -> span.attributes().get("parentID"))
                    .containsExactlyInAnyOrder(
                            new AttributeValue.Text("0000000000000000"), new AttributeValue.Text("00000000000000a1"));
            assertThat(hit.spans())
                    .allSatisfy(span -> assertThat(span.attributes()).containsKeys("kind", "status", "service.name"));
        });
    }

    @Test
    void attribute_oddName_isUnderstood() {
        String query = "{ " + TraceQl.attribute("span", "a b") + " = " + TraceQl.quoted("x\"y \\ ` \t \u0001 한") + " }";
        assertThat(tempo.search(new TraceSearch(query, window, 20, 3))).isInstanceOf(Answered.class);
    }

    @Test
    void tags_pushed_areNamedWithTheirValues() throws InterruptedException {
        TagValue value = new TagValue("string", service);
        assertThat(eventually(() -> tempo.tagValues("resource.service.name", null, window), all -> all.contains(value)))
                .contains(value);
        assertThat(value(tempo.tagNames(window))).extracting(TagScope::scope).contains("span", "resource", "intrinsic");
    }

    @Test
    void metrics_ofTheService_areAnswered() {
        String spans = "{ resource.service.name = " + TraceQl.quoted(service) + " }";
        assertThat(tempo.metrics(spans + " | rate()", window, Duration.ofMinutes(5)))
                .isInstanceOf(Answered.class);
        List<SpanSeries> counts = value(tempo.metricsInstant(spans + " | count_over_time()", window));
        assertThat(counts).allSatisfy(series -> assertThat(series.points()).hasSize(1));
    }

    @Test
    void mistakes_areRefusedInTemposWords() {
        assertThat(tempo.search(new TraceSearch("{ status = ", window, 20, 3)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains("parse error"));
    }

    @Test
    void server_isReadyAndItsClockNear() {
        assertThat(tempo.ready()).isEqualTo(new Answered<>(true));
        assertThat(value(tempo.clockSkewSeconds())).isBetween(-60L, 60L);
        assertThat(tempo.version().answered()).isPresent();
    }
}
