package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.lokitempo.mcp.McpApplication;
import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingsTopic;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A setting's whole way: from an administrator's call to one instance, over the servers it names, the database and the topic,
 * to another instance. That the analyzer obeys the same records is its own test's subject.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // one story: what is refused first must have left nothing behind
class SettingsChangeTest {
    private static final String ROOT = "token-of-root-0001";
    private static final String ALICE = "token-of-alice-0001";
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String PASSWORD = "hunter2-of-loki";

    @TempDir
    private static Path folder;

    private static final EmbeddedKafkaBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1);
    private static final Set<String> signIns = ConcurrentHashMap.newKeySet();
    private static EmbeddedPostgres postgres;
    private static HttpServer first;
    private static HttpServer second;
    private static List<ConfigurableApplicationContext> instances;
    private static McpSyncClient root;
    private static McpSyncClient other;
    private static McpSyncClient alice;

    @BeforeAll
    static void start() throws IOException {
        BROKER.afterPropertiesSet();
        postgres = EmbeddedPostgres.start();
        first = loki("first");
        second = loki("second");
        instances = List.of(instance("a"), instance("b"));
        root = client(0, ROOT);
        alice = client(0, ALICE);
        other = client(1, ROOT);
    }

    /** Gives one line with its name. */
    private static HttpServer loki(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(signIn -> signIns.add(name + " " + signIn));
            if (exchange.getRequestHeaders().getFirst("X-Scope-OrgID") == null) {
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String answer = path.endsWith("/query_range")
                    ? "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{\"service_name\":\"svc\"},\"values\":[[\"%d000000\",\"a line of the %s\"]]}]}}"
                            .formatted(Instant.now().minusSeconds(60).toEpochMilli(), name)
                    : path.contains("/label") ? "{\"status\":\"success\",\"data\":[\"service_name\"]}" : "{}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static ConfigurableApplicationContext instance(String name) {
        return new SpringApplication(McpApplication.class)
                .run(
                        "--server.port=0",
                        "--LOKI_URL=" + url(first),
                        "--MCP_AUTH=tokens",
                        "--MCP_ADMIN=true",
                        "--MCP_TOKENS=alice:exporter:team-a=%s,root:admin:team-a=%s".formatted(ALICE, ROOT),
                        "--SETTINGS_KEY=" + KEY,
                        "--DATABASE_URL=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--DATABASE_USER=postgres",
                        "--spring.datasource.hikari.read-only=false", // so that Flyway may make the schema
                        "--KAFKA_BOOTSTRAP_SERVERS=" + BROKER.getBrokersAsString(),
                        "--MCP_SETTINGS_FILE=" + file(name),
                        "--EXPORT_DIR=" + folder.resolve(name));
    }

    private static Path file(String instance) {
        return folder.resolve(instance + ".json");
    }

    private static McpSyncClient client(int instance, String token) {
        ReactiveWebServerApplicationContext web = (ReactiveWebServerApplicationContext) instances.get(instance);
        int port = Objects.requireNonNull(web.getWebServer()).getPort();
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
                        .endpoint("/mcp")
                        .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .build();
        client.initialize();
        return client;
    }

    @AfterAll
    static void stop() throws IOException {
        List.of(root, alice, other).forEach(McpSyncClient::close);
        instances.forEach(ConfigurableApplicationContext::close);
        first.stop(0);
        second.stop(0);
        postgres.close();
        BROKER.destroy();
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return ((TextContent) client.callTool(CallToolRequest.builder(tool)
                                .arguments(arguments)
                                .build())
                        .content()
                        .getFirst())
                .text();
    }

    private static String change(McpSyncClient client, Map<String, Object> changes) {
        return call(client, "update_environment_settings", changes);
    }

    private static String lines(McpSyncClient client) {
        return call(client, "query_logs", Map.of("query", "{service_name=\"svc\"}"));
    }

    private static List<String> audited() {
        return instances
                .getFirst()
                .getBean(JdbcClient.class)
                .sql("select client || ' ' || action || ' ' || detail from audit order by id")
                .query(String.class)
                .list();
    }

    private static ChangedSettings onTheTopic() {
        try (SettingsTopic topic = new SettingsTopic(BROKER.getBrokersAsString())) {
            return topic.read(Duration.ofSeconds(10)).orElse(ChangedSettings.NONE);
        }
    }

    @Test
    @Order(1)
    void change_thatIsNotAllowedOrDoesNotAnswer_leavesNothingBehind() {
        assertThat(change(alice, Map.of("loki_url", url(second)))).startsWith("NOT_ALLOWED");
        assertThat(change(root, Map.of("loki_url", "http://loki.example:3100"))).startsWith("INVALID_ARGUMENT");
        assertThat(change(root, Map.of("loki_url", "http://127.0.0.1:1", "default_log_limit", 7)))
                .startsWith("UNAVAILABLE Loki")
                .contains("nothing was changed");

        assertThat(lines(root)).contains("a line of the first");
        assertThat(audited()).isEmpty();
        assertThat(onTheTopic()).isEqualTo(ChangedSettings.NONE);
        assertThat(file("a")).doesNotExist();
        assertThat(call(root, "check_environment", Map.of())).contains("DEFAULT_LOG_LIMIT 100");
    }

    @Test
    @Order(2)
    void change_ofAnAdministrator_reachesServersDatabaseTopicAndTheOtherInstance() throws IOException {
        String answer = change(
                root, Map.of("loki_url", url(second), "loki_auth_user", "reader", "loki_auth_password", PASSWORD));

        assertThat(answer)
                .contains("LOKI_URL " + url(second) + " changed", "LOKI_AUTH_PASSWORD *** changed")
                .doesNotContain(PASSWORD, "no audit row", "Kafka");
        assertThat(lines(root)).contains("a line of the second");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lines(other)).contains("a line of the second"));
        assertThat(signIns).containsExactly("second Basic cmVhZGVyOmh1bnRlcjItb2YtbG9raQ==");
        assertThat(audited())
                .containsExactlyInAnyOrder(
                        "root change_setting LOKI_URL to " + url(second),
                        "root change_setting LOKI_AUTH_USER to reader",
                        "root change_setting LOKI_AUTH_PASSWORD to ***");
        assertThat(onTheTopic().values())
                .containsEntry("LOKI_URL", url(second))
                .containsKey("LOKI_AUTH_PASSWORD")
                .doesNotContainValue(PASSWORD);
        for (String instance : List.of("a", "b")) {
            assertThat(Files.readString(file(instance))).contains(url(second)).doesNotContain(PASSWORD);
        }
        assertThat(everythingStored()).contains(url(second)).doesNotContain(PASSWORD);
    }

    private static String everythingStored() {
        List<String> rows = new ArrayList<>(audited());
        rows.addAll(instances
                .getFirst()
                .getBean(JdbcClient.class)
                .sql("select name || ' ' || coalesce(value, '') || ' ' || changed_by from runtime_setting")
                .query(String.class)
                .list());
        return String.join("\n", rows);
    }

    @Test
    @Order(3)
    void changeBack_fromTheOtherInstance_returnsBothToTheEnvironments() {
        String answer = change(
                other, Map.of("loki_url", "default", "loki_auth_user", "default", "loki_auth_password", "default"));

        assertThat(answer).contains("LOKI_URL " + url(first));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lines(root)).contains("a line of the first"));
        assertThat(audited()).contains("root change_setting LOKI_URL back to the environment's");
    }

    @Test
    @Order(4)
    void checkEnvironment_databaseAndBrokerThere_tellsTheirStateAndSchema() {
        assertThat(call(root, "check_environment", Map.of("max_tokens", 8000)))
                .contains("health degraded: ", "schema V", "kafka 1 brokers, 1 of 11 topics")
                .containsPattern("PostgreSQL ok - \\d+")
                .contains("metadata.version ", "topics are missing")
                .contains("the analyzer has read nothing of this Loki and Tempo yet")
                .doesNotContain(PASSWORD, "token-of");
    }
}
