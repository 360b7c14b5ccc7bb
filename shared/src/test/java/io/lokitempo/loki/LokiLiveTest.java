package io.lokitempo.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
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
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import tools.jackson.databind.json.JsonMapper;

/** The client against the Loki at LOKI_URL, into which a few lines of an own service are pushed. */
@EnabledIfEnvironmentVariable(
        named = "LOKI_URL",
        matches = ".+",
        disabledReason = "LOKI_URL is not set: it names a Loki that takes lines of a made-up service")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LokiLiveTest {
    private static final String URL = System.getenv().getOrDefault("LOKI_URL", "");

    /** Every character that could end a literal, so that reading it back proves the quoting. */
    private static final String ODD = "odd \" \\ ` \t {} |= \u0001 \u007f 결제 😀";

    private final String service = "clients-" + UUID.randomUUID();
    private final String selector = "{service_name=" + LogQl.quoted(service) + "}";
    private final long first = Nanos.of(Instant.now().minusSeconds(30));
    private final TimeWindow window = TimeWindow.before(Instant.now().plusSeconds(5), Duration.ofHours(1));
    private LokiClient loki;

    @BeforeAll
    void push() throws Exception {
        loki = new LokiClient(Endpoint.at(URI.create(URL)), "clients-test");
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "streams",
                        List.of(
                                stream("a", line(0, "level=info n=1"), line(2, "level=error n=3")),
                                stream("b", line(1, ODD), line(2, "level=info n=4")))));
        HttpRequest push = HttpRequest.newBuilder(URI.create(URL + "/loki/api/v1/push"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(push, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
    }

    private Map<String, Object> stream(String part, List<?>... values) {
        return Map.of("stream", Map.of("service_name", service, "part", part), "values", List.of(values));
    }

    private List<?> line(int second, String text) {
        return List.of(String.valueOf(first + second * 1_000_000_000L), text, Map.of("trace_id", "00" + second));
    }

    @AfterAll
    void close() {
        if (loki != null) {
            loki.close();
        }
    }

    private List<LogLine> lines(String filter, int limit, Direction direction) {
        RangeQuery query = RangeQuery.logs(selector + filter, window.startNanos(), window.endNanos(), limit, direction);
        return value(loki.lines(query)).lines();
    }

    private static <T> T value(Reply<T> reply) {
        return reply.answered().orElseThrow(() -> new AssertionError(reply));
    }

    @Test
    void lines_pushed_comeBackInOrderWithTheirMetadata() {
        List<LogLine> lines = lines("", 10, Direction.FORWARD);
        assertThat(lines).hasSize(4).extracting(LogLine::text).startsWith("level=info n=1", ODD);
        assertThat(lines.getFirst().timestampNanos()).isEqualTo(first);
        assertThat(lines.getFirst().labels()).isEqualTo(Map.of("service_name", service, "part", "a"));
        assertThat(lines.getFirst().metadata())
                .containsEntry("trace_id", "000")
                .containsEntry("detected_level", "info");
        assertThat(lines("", 10, Direction.BACKWARD))
                .extracting(LogLine::timestampNanos)
                .isEqualTo(
                        lines.reversed().stream().map(LogLine::timestampNanos).toList());
        assertThat(lines("", 1, Direction.FORWARD)).isEqualTo(lines.subList(0, 1));
    }

    @Test
    void lines_windowEnd_isExclusive() {
        RangeQuery query = RangeQuery.logs(selector, first, first + 1_000_000_000L, 10, Direction.FORWARD);
        assertThat(value(loki.lines(query)).lines()).hasSize(1);
    }

    @Test
    void quoted_oddText_findsExactlyItsLine() {
        assertThat(lines(" |= " + LogQl.quoted(ODD), 10, Direction.FORWARD)).hasSize(1);
        assertThat(lines(" |~ " + LogQl.quoted(LogQl.literal(ODD)), 10, Direction.FORWARD))
                .hasSize(1);
    }

    @Test
    void lines_parsed_haveTheParsersLabelsApart() {
        LogLine error = lines(" | logfmt | n=3", 10, Direction.FORWARD).getFirst();
        assertThat(error.parsed()).containsEntry("n", "3").containsEntry("level", "error");
        assertThat(error.labels()).doesNotContainKey("n");
    }

    @Test
    void query_metric_countsEveryLineOnce() {
        RangeQuery query = RangeQuery.metric(
                "sum(count_over_time(" + selector + "[1h]))",
                window.endNanos(),
                window.endNanos(),
                Duration.ofMinutes(1));
        assertThat(loki.query(query)).isInstanceOfSatisfying(Answered.class, _ -> {});
        QueryResult.Vector vector =
                value(loki.instant("sum by (part) (count_over_time(" + selector + "[1h]))", window.end()));
        assertThat(vector.samples())
                .containsExactlyInAnyOrder(
                        new QueryResult.Sample(Map.of("part", "a"), 2), new QueryResult.Sample(Map.of("part", "b"), 2));
    }

    @Test
    void metadata_ofTheService_isFound() {
        assertThat(value(loki.labelValues("part", selector, window))).containsExactlyInAnyOrder("a", "b");
        assertThat(value(loki.labelNames(window))).contains("part", "service_name");
        assertThat(value(loki.series(selector, window))).hasSize(2);
        assertThat(value(loki.detectedFields(selector, window)))
                .extracting(DetectedField::name)
                .contains("n", "trace_id");
        assertThat(value(loki.indexStats(selector, window)).streams()).isNotNegative();
    }

    @Test
    void discover_service_isThereWithOneSelector() {
        LogServices services = new LogServices(loki, List.of("service_name", "service", "app", "job"));
        assertThat(value(services.discover(window))).containsEntry(new ServiceName(service), List.of(selector));
        assertThat(value(services.selectorsOf(new ServiceName(service), window)))
                .containsExactly(selector);
        assertThat(value(services.selectorsOf(new ServiceName("clients-nobody"), window)))
                .isEmpty();
    }

    @Test
    void mistakes_areRefusedInLokisWords() {
        RangeQuery query = RangeQuery.logs("{service_name=", 0, 1, 1, Direction.FORWARD);
        assertThat(loki.lines(query))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains("parse error"));
        RangeQuery tooMany =
                RangeQuery.logs(selector, window.startNanos(), window.endNanos(), 100_000, Direction.FORWARD);
        assertThat(loki.lines(tooMany))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void server_isReadyAndItsClockNear() {
        assertThat(loki.ready()).isEqualTo(new Answered<>(true));
        assertThat(value(loki.clockSkewSeconds())).isBetween(-60L, 60L);
        assertThat(loki.version().answered()).isPresent();
        assertThat(value(loki.limits()).maxEntries()).isPositive();
    }
}
