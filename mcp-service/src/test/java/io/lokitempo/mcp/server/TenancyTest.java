package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.McpApplication;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two tenants with a token each, on one service, one database and one Loki that answers each with its own. */
class TenancyTest {
    private static final String ALICE = "token-of-alice-0123456789";
    private static final String BOB = "token-of-bob-0123456789abc";
    private static final String ROOT = "token-of-root-0123456789ab";

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static HttpServer loki;
    private static ConfigurableApplicationContext service;
    private static final ListAppender<ILoggingEvent> audit = new ListAppender<>();

    @BeforeAll
    static void start() throws IOException {
        loki = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        loki.createContext("/", exchange -> {
            String tenant = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Scope-OrgID"))
                    .orElse("nobody");
            byte[] body = answer(exchange.getRequestURI().getPath(), tenant).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        loki.start();
        postgres = EmbeddedPostgres.start();
        service = new SpringApplication(McpApplication.class)
                .run(
                        "--server.port=0",
                        "--LOKI_URL=" + lokiUrl(),
                        "--MCP_AUTH=tokens",
                        "--MCP_TOKENS=alice:exporter:team-a=%s,bob:reader:team-b=%s,root:admin=%s"
                                .formatted(ALICE, BOB, ROOT),
                        "--DATABASE_URL=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--DATABASE_USER=postgres",
                        "--spring.datasource.hikari.read-only=false", // the test writes what it reads
                        "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                        "--MCP_SETTINGS_FILE=" + folder.resolve("settings.json"),
                        "--EXPORT_DIR=" + folder.resolve("exports"));
        audit.start();
        Logger logger = (Logger) LoggerFactory.getLogger("lokitempo.audit");
        logger.setLevel(Level.INFO);
        logger.addAppender(audit);
        incident("team-a", "inc-0000000a");
        incident("team-b", "inc-0000000b");
    }

    private static String lokiUrl() {
        return "http://127.0.0.1:" + loki.getAddress().getPort();
    }

    private static String answer(String path, String tenant) {
        if (path.endsWith("/query_range")) {
            return """
                    {"status":"success","data":{"resultType":"streams","result":[{"stream":{"service_name":"svc-%1$s"},
                     "values":[["%2$d000000","a line of %1$s"]]}]}}""".formatted(tenant, Instant.now().minusSeconds(60).toEpochMilli());
        }
        return path.contains("/label/") || path.endsWith("/labels")
                ? "{\"status\":\"success\",\"data\":[\"%s\"]}"
                        .formatted(path.endsWith("/labels") ? "service_name" : "svc-" + tenant)
                : "{}";
    }

    private static void incident(String tenant, String id) {
        JdbcClient jdbc = service.getBean(JdbcClient.class);
        String backend = Scope.backendOf(lokiUrl(), "");
        jdbc.sql("""
                insert into incident (tenant, backend, id, revision, state, severity, title, onset, last_seen, anomalies,
                  services, suspects) values (:tenant, :backend, :id, 1, 'OPEN', 'CRITICAL', :title, now(), now(),
                  '{}', '{}', '[]')
                """)
                .param("tenant", tenant)
                .param("backend", backend)
                .param("id", id)
                .param("title", "of " + tenant)
                .update();
        jdbc.sql("insert into service values (:tenant, :backend, :name, now(), now(), now())")
                .param("tenant", tenant)
                .param("backend", backend)
                .param("name", "known-" + tenant)
                .update();
    }

    private static String url() {
        ReactiveWebServerApplicationContext web = (ReactiveWebServerApplicationContext) service;
        return "http://127.0.0.1:"
                + Optional.ofNullable(web.getWebServer()).orElseThrow().getPort();
    }

    private static McpSyncClient client(String token) {
        return connected(HttpClientStreamableHttpTransport.builder(url())
                .endpoint("/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build());
    }

    @SuppressWarnings("deprecation") // HTTP+SSE is deprecated in the protocol and still what existing agents speak
    private static McpSyncClient sseClient(String token) {
        return connected(io.modelcontextprotocol.client.transport.HttpClientSseClientTransport.builder(url())
                .sseEndpoint("/sse")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build());
    }

    private static McpSyncClient connected(McpClientTransport transport) {
        McpSyncClient client =
                McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build();
        client.initialize();
        return client;
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        loki.stop(0);
        postgres.close();
    }

    private static String called(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        return ((TextContent) result.content().getFirst()).text();
    }

    private static String read(McpSyncClient client, String uri) {
        return ((TextResourceContents)
                        client.readResource(ReadResourceRequest.builder(uri).build())
                                .contents()
                                .getFirst())
                .text();
    }

    private static List<String> completed(McpSyncClient client, String prompt, String argument) {
        return client.completeCompletion(CompleteRequest.builder(
                                new PromptReference(prompt), new CompleteRequest.CompleteArgument(argument, ""))
                        .build())
                .completion()
                .values();
    }

    @Test
    void token_ofATenant_seesThatTenantsAlone_overBothTransports() {
        try (McpSyncClient alice = client(ALICE);
                McpSyncClient bob = sseClient(BOB)) {
            assertThat(called(alice, "query_logs", Map.of("query", "{}")))
                    .contains("a line of team-a")
                    .doesNotContain("team-b");
            assertThat(called(bob, "query_logs", Map.of("query", "{}")))
                    .contains("a line of team-b")
                    .doesNotContain("team-a");
            assertThat(read(alice, "lokitempo://incidents"))
                    .contains("inc-0000000a", "of team-a")
                    .doesNotContain("inc-0000000b");
            assertThat(read(bob, "lokitempo://incidents/inc-0000000b")).contains("of team-b");
            assertThatThrownBy(() -> read(bob, "lokitempo://incidents/inc-0000000a"))
                    .hasMessageContaining("not found");
            assertThat(read(bob, "lokitempo://services"))
                    .contains("known-team-b")
                    .doesNotContain("team-a");
            assertThat(completed(alice, "triage_service", "service")).containsExactly("known-team-a");
            assertThat(completed(bob, "investigate_incident", "id")).containsExactly("inc-0000000b");
        }
    }

    @Test
    void tools_beyondTheRole_areNeitherListedNorCalled() {
        try (McpSyncClient bob = client(BOB);
                McpSyncClient alice = sseClient(ALICE);
                McpSyncClient root = client(ROOT)) {
            assertThat(names(bob)).contains("query_logs").doesNotContain("export_data", "update_environment_settings");
            assertThat(names(alice)).contains("export_data").doesNotContain("update_environment_settings");
            assertThat(names(root)).contains("export_data", "update_environment_settings");
            assertThat(called(bob, "export_data", Map.of()))
                    .startsWith("NOT_ALLOWED export_data needs the role exporter");
            assertThat(called(alice, "update_environment_settings", Map.of("default_log_limit", 7)))
                    .startsWith("NOT_ALLOWED");
            assertThat(called(root, "update_environment_settings", Map.of("default_log_limit", 7)))
                    .doesNotContain("NOT_ALLOWED");
        }
    }

    private static List<String> names(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    @Test
    void export_ofATenant_isDownloadedByItsTokenAlone() throws Exception {
        String link;
        try (McpSyncClient alice = client(ALICE)) {
            String answer = called(alice, "export_data", Map.of("output_file", "a.csv", "format", "csv"));
            link = answer.substring(answer.indexOf("/exports/"))
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .strip();
            assertThat(read(alice, "lokitempo://exports")).contains("a.csv");
        }
        String path = link.replaceFirst("\\?.*", "");
        assertThat(get(path, ALICE).body()).contains("a line of team-a");
        assertThat(get(path, ROOT).statusCode()).isEqualTo(404);
        assertThat(get(path, BOB).statusCode()).isEqualTo(403);
        assertThat(get(path, "").statusCode()).isEqualTo(401);
        assertThat(get(link, "").body()).as("by a person with the link alone").contains("a line of team-a");
        assertThat(get(link.replace("team-a", "team-b"), "").statusCode()).isEqualTo(403);
        assertThat(get(link.replace("/exports/exp-", "/exports/exp-0"), "").statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/sse", "/exports/a.csv", "/actuator/prometheus", "/actuator/metrics", "/nothing"})
    void anything_withoutAToken_isUnauthorized(String path) throws Exception {
        HttpResponse<String> response = get(path, "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void health_isToldToAnyone() throws Exception {
        assertThat(get("/actuator/health", "").statusCode()).isEqualTo(200);
    }

    @Test
    void calls_areAuditedAndCountedWithoutWhatWasAskedOrAnyToken() throws Exception {
        try (McpSyncClient alice = client(ALICE)) {
            called(alice, "query_logs", Map.of("query", "{service_name=\"sought-for\"}"));
            called(alice, "check_environment", Map.of());
        }
        assertThat(audit.list.stream().map(ILoggingEvent::getFormattedMessage))
                .anyMatch(
                        line -> line.matches(
                                "caller=alice tenant=team-a role=EXPORTER tool=query_logs outcome=answered millis=\\d+ characters=\\d+"))
                .noneMatch(line -> line.contains("sought-for") || line.contains("token-of"));
        assertThat(get("/actuator/prometheus", ROOT).body())
                .contains("lokitempo_tool_calls_seconds_count{outcome=\"answered\",tool=\"query_logs\"")
                .contains("lokitempo_sessions{transport=\"sse\"}")
                .doesNotContain("sought-for", "token-of");
    }

    @Test
    void answers_ofEveryKind_holdNoToken() throws Exception {
        try (McpSyncClient root = client(ROOT)) {
            assertThat(called(root, "check_environment", Map.of()))
                    .contains("MCP_TOKENS ***")
                    .doesNotContain("token-of");
        }
        assertThat(get("/mcp", "wrong-token-of-nobody").body()).doesNotContain("wrong-token-of-nobody");
    }
}
