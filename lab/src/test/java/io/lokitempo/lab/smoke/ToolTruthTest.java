package io.lokitempo.lab.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lokitempo.lab.shop.Shop;
import io.lokitempo.lab.shop.ShopConfig;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.lab.shop.scenario.Deck;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.FindingJson;
import io.lokitempo.upstream.Endpoint;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the packaged service says of a shop with an incident, held against the shop's own lines and spans. It runs without
 * database and broker, so that each answer is a live one.
 */
class ToolTruthTest {
    private static final int MANY = 50_000;
    private static final TraceId HUGE = TraceId.of("50000");

    @TempDir
    private static Path folder;

    private static @Nullable LokiStandIn loki;
    private static @Nullable TempoStandIn tempo;
    private static @Nullable Process service;
    private static @Nullable McpSyncClient client;
    private static Telemetry truth = new Telemetry(List.of(), List.of());
    private static TimeWindow window = TimeWindow.before(Instant.EPOCH, Duration.ofMinutes(1));

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> jar = jar();
        assumeTrue(jar.isPresent(), "mcp-service is not packaged: mvn package does it");
        LokiStandIn lines = LokiStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);
        loki = lines;
        TempoStandIn spans = TempoStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);
        tempo = spans;
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(2));
        TimeWindow told = TimeWindow.before(end, Duration.ofMinutes(12));
        // Spans leave when they end: those that began within these minutes have all ended.
        window = new TimeWindow(told.start().plus(Duration.ofMinutes(1)), end.minus(Duration.ofMinutes(1)));
        Schedule incident = Schedule.of(Deck.demonstrated(
                "sc-1", ScenarioKind.NEW_ERROR_PATTERN, TimeWindow.before(window.end(), Duration.ofMinutes(5))));
        truth = new Shop(7, new ShopConfig(5, ZoneOffset.UTC, incident)).during(told);
        push(lines.url(), PushFormat.LOKI, truth.lines());
        push(spans.url(), PushFormat.OTLP, truth.spans());
        push(spans.url(), PushFormat.OTLP, huge(told.start().minusSeconds(600)));
        URI server = serve(jar.get(), lines.url(), spans.url());
        await().atMost(Duration.ofMinutes(2)).until(() -> isUp(server));
        McpSyncClient connected = Connection.STREAMABLE.client(server, Optional.empty());
        client = connected;
        connected.initialize();
    }

    private static Optional<Path> jar() throws IOException {
        Path target = Path.of("..", "mcp-service", "target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("mcp-service-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst();
        }
    }

    private static <T> void push(URI server, PushFormat<T> format, List<T> things) throws InterruptedException {
        try (Push<T> push = new Push<>(Endpoint.at(server), format)) {
            push.push(things);
            assertThat(push.progress().refused()).isZero();
        }
    }

    /** One trace of many spans, each a failed call of the first. */
    private static List<Span> huge(Instant start) {
        Span pattern = truth.spans().getFirst();
        List<Span> spans = new ArrayList<>();
        for (int id = 1; id <= MANY; id++) {
            spans.add(new Span(
                    HUGE,
                    SpanId.of(Integer.toHexString(id)),
                    id == 1 ? null : SpanId.of("1"),
                    pattern.service(),
                    "operation " + id % 500,
                    SpanKind.INTERNAL,
                    id % 2 == 0 ? SpanStatus.ERROR : SpanStatus.UNSET,
                    "",
                    TimeWindow.before(start, Duration.ofMillis(1)).startNanos() + id * 1_000L,
                    1_000_000L + id,
                    Map.of(),
                    pattern.resource(),
                    List.of()));
        }
        return spans;
    }

    private static URI serve(Path jar, URI lokiUrl, URI tempoUrl) throws IOException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString());
        builder.environment()
                .putAll(Map.of(
                        "LOKI_URL", lokiUrl.toString(),
                        "TEMPO_URL", tempoUrl.toString(),
                        "MCP_PORT", Integer.toString(port),
                        "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                        "MCP_SETTINGS_FILE", folder.resolve("settings.json").toString(),
                        "EXPORT_DIR", folder.resolve("exports").toString()));
        service = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile())
                .start();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** @throws AssertionError where it has ended instead */
    private static boolean isUp(URI server) throws IOException {
        assertThat(service).as("mcp-service").matches(Process::isAlive, "is alive");
        try (Socket _ = new Socket(server.getHost(), server.getPort())) {
            return true;
        } catch (ConnectException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (client != null) {
            client.close();
        }
        if (service != null) {
            service.destroy();
            service.waitFor();
        }
        if (loki != null) {
            loki.close();
        }
        if (tempo != null) {
            tempo.close();
        }
    }

    // the answers

    @Test
    void queryLogs_countsByService_areTheShops() {
        JsonNode values = rows(
                call(
                        "query_logs",
                        "query",
                        "sum by (service_name) (count_over_time({service_name=~\".+\"}[10m]))",
                        "step",
                        "none"),
                "values");

        Map<String, Long> counted = new HashMap<>();
        values.forEach(row -> counted.put(
                row.get(0).asString().replace("service_name=", ""), row.get(1).asLong()));
        // a range vector is open at its start and closed at its end
        Map<String, Long> expected = truth.lines().stream()
                .filter(line ->
                        line.timestampNanos() > window.startNanos() && line.timestampNanos() <= window.endNanos())
                .collect(Collectors.groupingBy(ToolTruthTest::service, Collectors.counting()));
        assertThat(counted).isEqualTo(expected).hasSizeGreaterThan(10);
    }

    @Test
    void queryLogs_totalOfOneService_isTheShopsWhateverThePage() {
        String busiest = busiest(lines());

        Answer answer = call("query_logs", "service", busiest, "limit", "3");

        long expected =
                lines().stream().filter(line -> service(line).equals(busiest)).count();
        assertThat(fact(answer, "total")).startsWith(expected + " lines in the window");
        assertThat(rows(answer, "lines").size()).isEqualTo(3);
    }

    @Test
    void queryLogs_literalText_findsTheLinesThatHoldIt() {
        String told = truth.lines().stream()
                .map(LogLine::text)
                .filter(text -> text.contains("Exception"))
                .findFirst()
                .map(_ -> "Exception")
                .orElse("error");

        Answer answer = call("query_logs", "query", told, "limit", "1");

        long expected =
                lines().stream().filter(line -> line.text().contains(told)).count();
        assertThat(fact(answer, "total")).startsWith(expected + " lines");
    }

    @Test
    void searchTraces_failedSpansOfAService_areAsManyAsTheShops() {
        String failing = busiest(spans(Span::isError), span -> span.service().value());

        Answer answer = call("search_traces", "service_name", failing, "tags", "{\"error\":\"true\"}", "limit", "1");

        assertThat(fact(answer, "total"))
                .startsWith(
                        spans(span -> span.isError() && span.service().value().equals(failing))
                                        .size() + " spans in the window");
    }

    @Test
    void serviceMetrics_countErrorsAndLongest_areTheShops() {
        for (String name : List.of("payment", "checkout", "web", "catalog")) {
            List<Span> requests = spans(
                    span -> span.kind().isRequest() && span.service().value().equals(name));
            double errors = 100.0 * requests.stream().filter(Span::isError).count() / requests.size();
            double longest =
                    requests.stream().mapToLong(Span::durationNanos).max().orElse(0) / 1e6;

            JsonNode row =
                    rows(call("get_service_metrics", "service", name), "window").get(0);

            assertThat(row.get(2).asLong()).as(name).isEqualTo(requests.size());
            assertThat(row.get(3).asDouble()).as(name).isCloseTo(errors, within(0.001 * errors + 1e-9));
            assertThat(row.get(row.size() - 1).asDouble()).as(name).isCloseTo(longest, within(0.001 * longest));
        }
    }

    @Test
    void listServices_live_countsLinesAndFailuresOfEach() {
        Answer answer = call("list_services", "max_tokens", "8000");
        JsonNode services = rows(answer, "services");
        JsonNode columns = columns(answer, "services");

        services.forEach(row -> {
            String name = row.get(0).asString();
            long lines =
                    lines().stream().filter(line -> service(line).equals(name)).count();
            assertThat(row.get(index(columns, "lines")).asLong()).as(name).isEqualTo(lines);
        });
        assertThat(services.size()).isPositive();
    }

    @Test
    void traceDetails_ofTheLongestTrace_holdAllItsSpansAndErrors() {
        Map<TraceId, List<Span>> traces = truth.spans().stream().collect(Collectors.groupingBy(Span::traceId));
        Map.Entry<TraceId, List<Span>> trace = traces.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow();
        List<Span> spans = trace.getValue();

        Answer answer = call("get_trace_details", "trace_id", trace.getKey().hex());

        assertThat(fact(answer, "trace"))
                .startsWith(spans.size() + " spans, "
                        + spans.stream().filter(Span::isError).count() + " errors, ");
        long critical = 0;
        JsonNode services = rows(answer, "services");
        for (JsonNode row : services) {
            critical += Math.round(row.get(row.size() - 1).asDouble() * 1e3);
        }
        Span root = spans.stream()
                .max(Comparator.comparingLong(Span::durationNanos))
                .orElseThrow();
        assertThat((double) critical).isCloseTo(root.durationNanos() / 1e3, within(root.durationNanos() / 1e5));
    }

    @Test
    void traceDetails_fiftyThousandSpans_areToldInAPage() {
        Answer answer = call("get_trace_details", "trace_id", HUGE.hex());

        assertThat(fact(answer, "trace")).startsWith(MANY + " spans, " + MANY / 2 + " errors");
        assertThat(answer.text().length()).isLessThan(10_000);
        assertThat(rows(answer, "spans").size()).isBetween(1, 40);
    }

    @Test
    void correlate_aTrace_findsEveryLineThatNamesIt() {
        Map<String, Long> named = new HashMap<>();
        truth.lines().forEach(line -> trace(line).ifPresent(id -> named.merge(id, 1L, Long::sum)));
        String trace = named.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        long expected = truth.lines().stream()
                .filter(line ->
                        trace(line).equals(Optional.of(trace)) || line.text().contains(trace))
                .count();

        Answer answer = call("correlate_logs_and_traces", "trace_id", trace);

        assertThat(rows(answer, "lines").size()).isEqualTo((int) expected);
    }

    @Test
    void discoverFields_valuesOfAnAttribute_areCountedAsTheShopHasThem() {
        Map<String, Long> expected = spans(span -> span.service().value().equals("catalog")).stream()
                .flatMap(span -> Optional.ofNullable(span.attributes().get("http.route")).stream())
                .collect(Collectors.groupingBy(value -> value.text(), Collectors.counting()));

        JsonNode values = rows(
                call("discover_fields", "source", "traces", "service", "catalog", "field", "http.route"), "values");

        Map<String, Long> counted = new HashMap<>();
        values.forEach(row -> counted.put(row.get(2).asString(), row.get(1).asLong()));
        assertThat(counted).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void findingsAreMissing_toolsOfFindingsSayWhatIsMissing() {
        for (String tool : List.of("find_anomalies", "investigate_incident")) {
            Answer answer = call(tool);
            assertThat(answer.isError()).as(tool).isTrue();
            assertThat(answer.text()).startsWith("UNAVAILABLE").contains("DATABASE_URL", "list_services");
        }
    }

    // the truth

    private static List<LogLine> lines() {
        return truth.lines().stream()
                .filter(line -> window.contains(line.time()))
                .toList();
    }

    private static List<Span> spans(Predicate<Span> wanted) {
        return truth.spans().stream()
                .filter(span -> span.startNanos() >= window.startNanos() && span.startNanos() < window.endNanos())
                .filter(wanted)
                .toList();
    }

    private static String service(LogLine line) {
        return Stream.of("service_name", "service", "app", "job")
                .flatMap(label -> Optional.ofNullable(line.labels().get(label)).stream())
                .findFirst()
                .orElse("unknown_service");
    }

    private static Optional<String> trace(LogLine line) {
        return Stream.of("trace_id", "traceid", "traceID", "traceId")
                .flatMap(key -> Optional.ofNullable(line.metadata().get(key)).stream())
                .findFirst();
    }

    private static String busiest(List<LogLine> lines) {
        return busiest(lines, ToolTruthTest::service);
    }

    private static <T> String busiest(List<T> things, Function<T, String> by) {
        return things.stream().collect(Collectors.groupingBy(by, Collectors.counting())).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    // how it is asked for

    private static Answer call(String tool, String... arguments) {
        Map<String, Object> given = new LinkedHashMap<>();
        boolean takesWindow = !tool.equals("get_trace_details") && !tool.equals("correlate_logs_and_traces");
        if (takesWindow) {
            given.put("time_range", window.toString());
        }
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        if (client == null) {
            throw new IllegalStateException("not connected");
        }
        return Answer.of(
                client.callTool(CallToolRequest.builder(tool).arguments(given).build()));
    }

    private static JsonNode structure(Answer answer) {
        assertThat(answer.isError()).as(answer.text()).isFalse();
        return FindingJson.MAPPER.valueToTree(answer.structure());
    }

    private static JsonNode rows(Answer answer, String table) {
        return structure(answer).at("/tables/" + table + "/rows");
    }

    private static JsonNode columns(Answer answer, String table) {
        return structure(answer).at("/tables/" + table + "/columns");
    }

    private static int index(JsonNode columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).asString().equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no column " + name + " in " + columns);
    }

    private static String fact(Answer answer, String name) {
        return structure(answer).at("/facts/" + name).asString();
    }
}
