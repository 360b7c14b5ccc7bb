package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.lokitempo.mcp.Golden;
import io.lokitempo.mcp.McpApplication;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service over both transports, against what a real Loki and Tempo answered, and with neither database nor broker.
 * {@code -Dgolden.update} writes the golden files anew; {@code -Drecord.loki=URL -Drecord.tempo=URL} asks real servers.
 */
class McpServiceTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @TempDir
    private static Path folder;

    private static Recording loki;
    private static Recording tempo;
    private static ConfigurableApplicationContext service;
    private static McpSyncClient streamable;
    private static McpSyncClient sse;

    /** Five minutes after the last of what was recorded. */
    @Configuration(proxyBeanMethods = false)
    static class StandingClock {
        @Bean
        @Primary
        Clock standingClock() {
            return Clock.fixed(Instant.parse("2026-11-22T10:42:00Z"), ZoneOffset.UTC);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        loki = new Recording(RESOURCES.resolve("recorded/loki.json"), real("record.loki"));
        tempo = new Recording(RESOURCES.resolve("recorded/tempo.json"), real("record.tempo"));
        SpringApplication application = new SpringApplication(McpApplication.class, StandingClock.class);
        service = application.run(
                "--server.port=0",
                "--spring.flyway.enabled=false", // on the class path of tests alone
                "--LOKI_URL=" + loki.url(),
                "--TEMPO_URL=" + tempo.url(),
                "--DATABASE_URL=jdbc:postgresql://127.0.0.1:1/none",
                "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                "--GRAFANA_URL=http://127.0.0.1:1/grafana",
                "--MCP_SETTINGS_FILE=" + folder.resolve("settings.json"),
                "--EXPORT_DIR=" + folder.resolve("exports"));
        streamable = connected(McpClient.sync(HttpClientStreamableHttpTransport.builder(url())
                .endpoint("/mcp")
                .build()));
        sse = connected(McpClient.sync(sseTransport()));
    }

    @SuppressWarnings("deprecation") // HTTP+SSE is deprecated in the protocol and still what existing agents speak
    private static McpClientTransport sseTransport() {
        return io.modelcontextprotocol.client.transport.HttpClientSseClientTransport.builder(url())
                .sseEndpoint("/sse")
                .build();
    }

    private static @Nullable URI real(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .map(URI::create)
                .orElse(null);
    }

    private static String url() {
        ReactiveWebServerApplicationContext web = (ReactiveWebServerApplicationContext) service;
        return "http://127.0.0.1:"
                + Optional.ofNullable(web.getWebServer()).orElseThrow().getPort();
    }

    private static McpSyncClient connected(McpClient.SyncSpec client) {
        McpSyncClient connected = client.requestTimeout(Duration.ofSeconds(60)).build();
        connected.initialize();
        return connected;
    }

    @AfterAll
    static void stop() throws IOException {
        streamable.close();
        sse.close();
        service.close();
        loki.close();
        tempo.close();
    }

    private static CallToolResult call(McpSyncClient client, String tool, String arguments) {
        Map<String, Object> given = JSON.readValue(arguments, new TypeReference<Map<String, Object>>() {});
        return client.callTool(CallToolRequest.builder(tool).arguments(given).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst())
                .text()
                .replaceAll("telemetry [a-z2-9]{4}>", "telemetry xxxx>");
    }

    @Test
    void tools_listed_areTheAgreedOnesWithSchemasWithinTheirBudget() throws IOException {
        List<Tool> tools = streamable.listTools().tools();

        assertThat(tools.stream().map(Tool::name))
                .startsWith(
                        "query_logs",
                        "analyze_logs_pattern",
                        "search_traces",
                        "get_trace_details",
                        "get_service_metrics",
                        "correlate_logs_and_traces",
                        "check_environment",
                        "update_environment_settings",
                        "export_data");
        assertThat(tools).isEqualTo(sse.listTools().tools());
        Encoding tokens = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        int inputs = 0;
        for (Tool tool : tools) {
            Golden.compare(McpServiceTest.class, "tools/" + tool.name() + ".json", Golden.json(tool));
            assertThat(tokens.countTokensOrdinary(new JsonMapper().writeValueAsString(tool.outputSchema())))
                    .as("output schema of " + tool.name())
                    .isLessThanOrEqualTo(200);
            inputs += tokens.countTokensOrdinary(
                    tool.name() + tool.description() + new JsonMapper().writeValueAsString(tool.inputSchema()));
        }
        assertThat(inputs).isLessThanOrEqualTo(6_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "query_logs-service § query_logs §"
                        + " {\"service\":\"mcp-payment\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\",\"limit\":5}",
                "query_logs-literal § query_logs § {\"query\":\"결제 승인"
                        + " 실패\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\",\"limit\":\"3\"}",
                "query_logs-level § query_logs §"
                        + " {\"query\":\"{env=\\\"mcp-test\\\"}\",\"level\":\"error\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\",\"limit\":2}",
                "query_logs-metric § query_logs § {\"query\":\"sum by (service_name)"
                        + " (count_over_time({env=\\\"mcp-test\\\"}[1m]))\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "query_logs-step_none § query_logs § {\"query\":\"sum by (service_name)"
                        + " (count_over_time({env=\\\"mcp-test\\\"}[15m]))\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\",\"step\":\"none\"}",
                "query_logs-empty § query_logs §"
                        + " {\"query\":\"{service_name=\\\"mcp-nobody\\\"}\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "query_logs-filtered § query_logs § {\"query\":\"{service_name=\\\"mcp-web\\\"} |="
                        + " \\\"nowhere\\\"\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "query_logs-broken § query_logs §"
                        + " {\"query\":\"{service_name=\\\"mcp-web\\\"\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "query_logs-contradiction § query_logs §"
                        + " {\"query\":\"{service_name=\\\"mcp-web\\\"}\",\"service\":\"mcp-payment\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "analyze_logs_pattern § analyze_logs_pattern §"
                        + " {\"query\":\"{env=\\\"mcp-test\\\"}\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "search_traces § search_traces §"
                        + " {\"service_name\":\"mcp-checkout\",\"tags\":{\"error\":\"true\"},\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\",\"limit\":5}",
                "search_traces-empty § search_traces §"
                        + " {\"service_name\":\"mcp-chekout\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "search_traces-broken § search_traces § {\"query\":\"{ name ="
                        + " \",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "get_trace_details § get_trace_details § {\"trace_id\":\"3f4b55a7775e4822fde2bfb322c2b9b8\"}",
                "get_trace_details-span § get_trace_details §"
                        + " {\"trace_id\":\"3f4b55a7775e4822fde2bfb322c2b9b8\",\"span_id\":\"d4d4f8638d981264\"}",
                "get_trace_details-absent § get_trace_details § {\"trace_id\":\"abc\"}",
                "get_service_metrics § get_service_metrics §"
                        + " {\"service\":\"mcp-checkout\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "discover_fields § discover_fields § {\"source\":\"logs\",\"service\":\"mcp-payment\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
                "correlate_logs_and_traces-trace § correlate_logs_and_traces § {\"trace_id\":\"3f4b55a7775e4822fde2bfb322c2b9b8\"}",
                "correlate_logs_and_traces-service § correlate_logs_and_traces §"
                        + " {\"service\":\"mcp-payment\",\"time_window\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}",
            })
    void answer_recordedServers_isTheGoldenOneOverBothTransports(String name, String tool, String arguments)
            throws IOException {
        CallToolResult result = call(streamable, tool, arguments);

        Golden.compare(McpServiceTest.class, "answers/" + name + ".txt", Golden.answer(result));
        assertThat(text(call(sse, tool, arguments))).isEqualTo(text(result));
        assertThat(text(result)).doesNotContain("hunter2", "java.lang", "at io.lokitempo", "never recorded");
    }

    @Test
    void cursor_followedToTheEnd_showsEveryLineOnce() {
        List<Object> seen = new ArrayList<>();
        String cursor = "";
        do {
            Map<String, Object> arguments = new HashMap<>(Map.of(
                    "query",
                    "{service_name=\"mcp-web\"}",
                    "time_range",
                    "2026-11-22T10:26:00Z/2026-11-22T10:38:00Z",
                    "limit",
                    50,
                    "max_tokens",
                    1_535));
            arguments.put("cursor", cursor);
            CallToolResult result = call(streamable, "query_logs", JSON.writeValueAsString(arguments));
            var answer = JSON.valueToTree(result.structuredContent());
            answer.at("/tables/lines/rows")
                    .forEach(row -> seen.add(row.get(row.size() - 1).asString() + row.get(0)));
            cursor = answer.at("/next/0/arguments/cursor").asString("");
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(120).doesNotHaveDuplicates();
    }

    @Test
    void checkEnvironment_withoutDatabaseAndBroker_saysSoAndWhatItCosts() {
        String text = text(call(streamable, "check_environment", "{}"));

        assertThat(text)
                .contains("PostgreSQL", "unavailable", "Kafka", "no broker answers", "live tools answer")
                .contains("Loki degraded " + loki.url())
                .contains("LOKI_URL " + loki.url() + " environment");
    }

    @Test
    void updateSettings_serverThatDoesNotAnswer_changesNothing() {
        CallToolResult result =
                call(streamable, "update_environment_settings", "{\"loki_url\":\"http://127.0.0.1:1\"}");

        assertThat(result.isError()).isTrue();
        assertThat(text(result)).startsWith("UNAVAILABLE Loki");
        assertThat(text(call(streamable, "check_environment", "{}"))).contains("LOKI_URL " + loki.url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://example.org",
                "file:///etc/passwd",
                "http://user:pw@localhost"
            })
    void updateSettings_hostThatIsNotAllowed_isRefusedUnasked(String url) {
        CallToolResult result = call(streamable, "update_environment_settings", "{\"loki_url\":\"" + url + "\"}");

        assertThat(result.isError()).isTrue();
        assertThat(text(result)).startsWith("INVALID_ARGUMENT").doesNotContain("user:pw");
    }

    @Test
    void updateSettings_passwordThatNothingCouldKeep_isRefusedAndNotRepeated() {
        CallToolResult result = call(
                streamable,
                "update_environment_settings",
                "{\"loki_auth_user\":\"ops\",\"loki_auth_password\":\"hunter2\"}");

        assertThat(result.isError()).isTrue();
        assertThat(text(result))
                .startsWith("INVALID_ARGUMENT")
                .contains("SETTINGS_KEY")
                .doesNotContain("hunter2");
    }

    @Test
    void updateSettings_muteRuleThatIsNone_isRefusedWithWhatIs() {
        CallToolResult result = call(streamable, "update_environment_settings", "{\"mute_anomalies\":\"checkout\"}");

        assertThat(result.isError()).isTrue();
        assertThat(text(result)).contains("service:kind");
    }

    @Test
    void updateSettings_defaultTimeRange_isInForceAtOnceAndKept() throws IOException {
        String changed = text(call(
                streamable, "update_environment_settings", "{\"default_time_range\":\"30m\",\"loki_auth_user\":null}"));

        assertThat(changed).contains("DEFAULT_TIME_RANGE 30m changed", "are told once Kafka answers", "no audit row");
        assertThat(Files.readString(folder.resolve("settings.json")))
                .contains("\"DEFAULT_TIME_RANGE\",\"value\":\"30m\"", "\"changedBy\":");
    }

    @Test
    void export_logsAsCsv_canBeDownloadedByItsLink() throws Exception {
        CallToolResult result = call(
                streamable,
                "export_data",
                "{\"data_type\":\"logs\",\"query\":\"{service_name=\\\"mcp-payment\\\"}\",\"format\":\"csv\",\"output_file\":\"payment.csv\",\"time_range\":\"2026-11-22T10:26:00Z/2026-11-22T10:38:00Z\"}");

        assertThat(text(result)).contains("state done", "rows 120", "file payment.csv", "link /exports/exp-");
        String link = text(result).replaceAll("(?s).*link (\\S+)\n.*", "$1");
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create(url() + link)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment")
                    .contains("payment.csv");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(response.body().lines().count()).isEqualTo(121);
            assertThat(response.body()).contains("결제 승인 실패").doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lgP65nKA0q79jQ-MmZ6QmZ-eXlgAVgtwEsgTEAwCwRQ, 302, http://127.0.0.1:1/grafana/explore?schemaVersion=1&panes=",
        "inc-8k2q4d, 503, ''",
        "%2F%2Fevil.example, 404, ''",
        "https%3A%2F%2Fevil.example, 404, ''"
    })
    void link_followed_leadsIntoTheGrafanaThatIsSetOrNowhere(String id, int status, String begin) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create(url() + "/go/" + id)).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Location").orElse("")).startsWith(begin);
            assertThat(response.body()).doesNotContain("evil");
            assertThat(begin.isEmpty())
                    .isEqualTo(response.headers().firstValue("Location").isEmpty());
        }
    }

    @Test
    void call_unknownArgument_isRefusedWithTheNearestName() {
        CallToolResult result = call(sse, "query_logs", "{\"servise\":\"x\"}");

        assertThat(result.isError()).isTrue();
        assertThat(text(result))
                .isEqualTo("INVALID_ARGUMENT query_logs has no argument \"servise\": did you mean \"service\"? "
                        + "Try: query_logs {\"service\":\"x\"}. Retry: no");
    }
}
