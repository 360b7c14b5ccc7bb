package io.lokitempo.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real Loki and a real Tempo hold after a push is what the shop made, no more and no less. */
class RealServersTest {
    private static final String PREFIX = "shop" + Long.toString(System.nanoTime() & 0xffffff, 36) + "-";

    private final TimeWindow window =
            TimeWindow.before(Instant.now().truncatedTo(ChronoUnit.SECONDS), Duration.ofMinutes(3));
    private final Shop shop = new Shop(
            PREFIX.hashCode(),
            new ShopConfig(
                    2, ZoneOffset.UTC, Schedule.demo(window.start(), Duration.ofSeconds(30), Duration.ofMinutes(10))));

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void loki_holdsEveryLineUnderItsService() throws Exception {
        String loki = required("LOKI_URL");
        List<LogLine> lines = shop.during(window).lines().stream()
                .map(RealServersTest::prefixed)
                .toList();
        try (Push<LogLine> push = new Push<>(Endpoint.at(URI.create(loki)), PushFormat.LOKI)) {
            push.push(lines);
            push.push(lines); // as after a kill between delivery and its note
            assertThat(push.progress().delivered()).isEqualTo(2L * lines.size());
            assertThat(push.progress().refused()).isZero();
        }
        Map<String, Long> expected = new TreeMap<>(
                lines.stream().collect(Collectors.groupingBy(RealServersTest::name, Collectors.counting())));
        String query = "sum by (service_name) (count_over_time({service_name=~\"" + PREFIX + ".*\"}[180s]))";
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counts(loki, query)).isEqualTo(expected));
    }

    @Test
    void tempo_holdsWholeTraces() throws Exception {
        String tempo = required("TEMPO_URL");
        String otlp = required("LAB_OTLP_URL");
        List<Span> spans = shop.during(window).spans().stream()
                .map(RealServersTest::prefixed)
                .toList();
        try (Push<Span> push = new Push<>(Endpoint.at(URI.create(otlp)), PushFormat.OTLP)) {
            push.push(spans);
            assertThat(push.progress().delivered()).isEqualTo(spans.size());
        }
        Map<TraceId, List<Span>> traces = spans.stream().collect(Collectors.groupingBy(Span::traceId));
        traces.entrySet().stream()
                .sorted(Map.Entry.comparingByValue((a, b) -> b.size() - a.size()))
                .limit(25)
                .forEach(trace -> await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(stored(tempo, trace.getKey()))
                                .isEqualTo(trace.getValue().stream()
                                        .collect(Collectors.toMap(
                                                span -> span.spanId().hex(), RealServersTest::shape)))));
    }

    private Map<String, Long> counts(String loki, String query) throws IOException, InterruptedException {
        // A range aggregation covers (start, end]; the window is [start, end).
        String time = Long.toString(window.endNanos() - 1);
        JsonNode answer = get(loki + "/loki/api/v1/query?time=" + time + "&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        Map<String, Long> counts = new TreeMap<>();
        answer.at("/data/result")
                .forEach(sample -> counts.put(
                        sample.at("/metric/service_name").asString(),
                        Long.parseLong(sample.at("/value/1").asString())));
        return counts;
    }

    private Map<String, String> stored(String tempo, TraceId id) throws IOException, InterruptedException {
        Map<String, String> shapes = new HashMap<>();
        for (JsonNode resource : get(tempo + "/api/v2/traces/" + id.hex()).at("/trace/resourceSpans")) {
            String service = StreamSupport.stream(
                            resource.at("/resource/attributes").spliterator(), false)
                    .filter(attribute -> attribute.at("/key").asString().equals("service.name"))
                    .map(attribute -> attribute.at("/value/stringValue").asString())
                    .collect(Collectors.joining());
            for (JsonNode scope : resource.at("/scopeSpans")) {
                for (JsonNode span : scope.at("/spans")) {
                    String parent = span.path("parentSpanId").asString("");
                    shapes.put(
                            hex(span.at("/spanId").asString()),
                            String.join(
                                    " ",
                                    service,
                                    span.at("/name").asString(),
                                    span.at("/kind").asString().replace("SPAN_KIND_", ""),
                                    span.at("/status/code").asString("").endsWith("ERROR") ? "ERROR" : "UNSET",
                                    hex(parent),
                                    span.at("/startTimeUnixNano").asString(),
                                    span.at("/endTimeUnixNano").asString()));
                }
            }
        }
        return shapes;
    }

    private static String shape(Span span) {
        return String.join(
                " ",
                span.service().value(),
                span.operation(),
                span.kind().name(),
                span.status().name(),
                span.parentId() == null ? "" : span.parentId().hex(),
                Long.toString(span.startNanos()),
                Long.toString(span.endNanos()));
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }

    private JsonNode get(String address) throws IOException, InterruptedException {
        var response = http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private static LogLine prefixed(LogLine line) {
        Map<String, String> labels = new HashMap<>(line.labels());
        List.of("service_name", "app", "job")
                .forEach(label -> labels.computeIfPresent(label, (_, name) -> PREFIX + name));
        return new LogLine(line.timestampNanos(), line.text(), labels, line.metadata());
    }

    private static Span prefixed(Span span) {
        String name = PREFIX + span.service().value();
        Map<String, AttributeValue> resource = new HashMap<>(span.resource());
        resource.put("service.name", new AttributeValue.Text(name));
        return new Span(
                span.traceId(),
                span.spanId(),
                span.parentId(),
                new ServiceName(name),
                span.operation(),
                span.kind(),
                span.status(),
                span.statusMessage(),
                span.startNanos(),
                span.durationNanos(),
                span.attributes(),
                resource,
                span.events());
    }

    private static String name(LogLine line) {
        return List.of("service_name", "app", "job").stream()
                .flatMap(label -> line.labels().containsKey(label)
                        ? Stream.of(line.labels().get(label))
                        : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        assumeTrue(value != null && !value.isEmpty(), variable + " is not set");
        return value == null ? "" : value;
    }
}
