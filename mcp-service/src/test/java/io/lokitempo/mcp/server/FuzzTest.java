package io.lokitempo.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.mcp.McpApplication;
import io.lokitempo.mcp.answer.Refusal;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls every tool with arguments that nobody meant. Each call is answered rightly or refused in a category, in time, and what
 * Loki and Tempo are asked holds hostile names as the values that they are. {@code -Dfuzz.calls=100000} goes on for long,
 * {@code -Dfuzz.seed=N} with other arguments.
 */
class FuzzTest {
    private static final int CALLS = Integer.getInteger("fuzz.calls", 120);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_126);
    private static final Duration LONGEST = Duration.ofSeconds(26);
    private static final DefaultJsonSchemaValidator SCHEMAS = new DefaultJsonSchemaValidator();
    private static final Map<String, Map<String, Object>> OUTPUTS = new LinkedHashMap<>();

    private static final String CATEGORIES =
            Arrays.stream(Refusal.Category.values()).map(Enum::name).collect(Collectors.joining("|"));

    /** They ask a broker and a database that are not there, at seconds a call. */
    private static final List<String> SLOW = List.of("check_environment", "update_environment_settings");

    private static final List<String> HOSTILE = List.of(
            "checkout",
            "a\"} or {b=~\".+",
            "a\\\"} |= \"x",
            "`} or {x=`",
            "a\\",
            "\"",
            "{",
            "}",
            "{}",
            "#",
            "a # b",
            "a\nb\r\n\tc",
            "\u0000\u0007\u001b[31m",
            "\u202eabc\u2066",
            "결제 승인",
            Normalizer.normalize("결제 승인", Normalizer.Form.NFD),
            "👩‍👩‍👧‍👦🏳️‍🌈",
            "../../etc/passwd",
            "..\\..\\x.csv",
            "/etc/passwd",
            "${jndi:ldap://x/y}",
            "%00%2e%2e%2f",
            "'; drop table anomaly; --",
            "x".repeat(10_000),
            "(((((((((((((((((((((((((((((((((",
            ".*|.+",
            "$1\\E\\Q",
            "null",
            "true",
            "-1",
            "0",
            "1e309",
            "NaN",
            "99999999999999999999",
            "5m",
            "-5m",
            "7d",
            "100000d",
            "now-2h/now",
            "now/now-2h",
            "10:00/09:00",
            "2026-13-45T99:00:00Z",
            "1795343000/1795343600",
            "0/99999999999999999999",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "abc",
            "pat-x7m3ka2b",
            "inc-8k2q4d",
            "exp-00000000000000000000000000",
            "error",
            "{service_name=\"checkout\"} |= \"x\"",
            "sum(count_over_time({a=\"b\"}[5m]))",
            "{ name = \"x\" }",
            "{} | rate()",
            " ",
            "default");

    @TempDir
    private static Path folder;

    private static Upstream upstream;
    private static ConfigurableApplicationContext service;
    private static McpSyncClient client;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() throws IOException {
        upstream = new Upstream();
        service = new SpringApplication(McpApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.flyway.enabled=false", // on the class path of tests alone
                        "--LOKI_URL=" + upstream.url(),
                        "--TEMPO_URL=" + upstream.url(),
                        "--UPSTREAM_ATTEMPTS=1",
                        "--GRAFANA_URL=http://127.0.0.1:1",
                        "--DATABASE_URL=jdbc:postgresql://127.0.0.1:1/none",
                        "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                        "--MCP_CALLS_PER_MINUTE=1000000",
                        "--MCP_SETTINGS_FILE=" + folder.resolve("settings.json"),
                        "--EXPORT_DIR=" + folder.resolve("exports"));
        ReactiveWebServerApplicationContext web = (ReactiveWebServerApplicationContext) service;
        int port = Optional.ofNullable(web.getWebServer()).orElseThrow().getPort();
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
                        .endpoint("/mcp")
                        .build())
                .requestTimeout(LONGEST)
                .build();
        client.initialize();
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
        upstream.close();
    }

    @Test
    void anyArguments_areAnsweredOrRefusedInACategory() throws IOException {
        List<Tool> tools = client.listTools().tools();
        for (int i = 0; i < CALLS; i++) {
            Tool tool = tools.get(i % tools.size());
            if (!SLOW.contains(tool.name()) || i < tools.size()) {
                call(i, tool.name(), arguments(tool));
            }
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file.toString())
                            .matches(name -> name.startsWith(folder.resolve("exports") + "/")
                                    || name.endsWith("settings.json")));
        }
    }

    /** What names are put into: quoted, they stay values, and all that is around them is as without them. */
    @Test
    void hostileNames_reachTheServersAsTheValuesThatTheyAre() {
        for (int i = 0; i < HOSTILE.size(); i++) {
            String name = HOSTILE.get(i);
            if (name.isBlank() || name.length() > 1_000 || name.equals("error")) { // error asks for a status
                continue;
            }
            held("query_logs", Map.of("service", name, "query", ""), name);
            held("search_traces", Map.of("tags", Map.of("k", name)), name);
            held("search_traces", Map.of("tags", Map.of(name, "v")), "v");
            switch (i % 3) {
                case 0 -> held("analyze_logs_pattern", Map.of("service", name, "query", "{app=\"a\"}"), name);
                case 1 -> held("search_traces", Map.of("service_name", name, "operation_name", name), name);
                default -> held("get_service_metrics", Map.of("service_name", name, "operation", name), name);
            }
        }
    }

    private void held(String tool, Map<String, Object> arguments, String name) {
        var _ = upstream.taken();
        call(-1, tool, arguments);
        for (Upstream.Asked asked : upstream.taken()) {
            if (asked.query().isEmpty()) {
                continue;
            }
            QueryText text = QueryText.of(asked.query());
            String all = tool + " " + arguments + " asked " + asked;
            assertThat(text.isWhole()).as(all).isTrue();
            assertThat(text.skeleton())
                    .as(all)
                    .doesNotContain("or {", "drop table", "jndi", "passwd")
                    .doesNotContainPattern("[\\u0000-\\u0008\\u202e]");
            assertThat(text.skeleton().chars().filter(c -> c == '{').count())
                    .as(all)
                    .isLessThanOrEqualTo(3);
            if (asked.path().equals("/loki/api/v1/query_range") || asked.path().equals("/api/search")) {
                assertThat(text.strings().stream().anyMatch(value -> said(value, name)))
                        .as(all)
                        .isTrue();
            }
        }
    }

    private static boolean said(String value, String name) {
        String sent = name.strip();
        return value.equals(sent) || value.contains(sent) || value.matches("\\(\\?i\\).*");
    }

    private static void call(int number, String tool, Map<String, Object> arguments) {
        String what = "call %d of seed %d: %s %s".formatted(number, SEED, tool, shown(arguments));
        Instant begun = Instant.now();
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(Duration.between(begun, Instant.now())).as(what).isLessThan(LONGEST);
        String text = ((TextContent) result.content().getFirst()).text();
        if (Boolean.TRUE.equals(result.isError())) {
            assertThat(text).as(what).matches("(?s)(" + CATEGORIES + ") .*");
        }
        assertThat(text)
                .as(what)
                .isNotBlank()
                .doesNotStartWith("INTERNAL")
                .doesNotContain("hunter2", "java.lang", "io.lokitempo", "\tat ")
                .doesNotContainPattern("[\\u0000\\u202e]");
        assertThat(result.structuredContent()).as(what).isNotNull();
        if (!Boolean.TRUE.equals(result.isError())) {
            // The service does not hold its own answers to their schemas, so it is done here.
            var fit = SCHEMAS.validate(
                    Objects.requireNonNull(outputs().get(tool)), Objects.requireNonNull(result.structuredContent()));
            assertThat(fit.valid()).as(what + ": " + fit.errorMessage()).isTrue();
        }
    }

    private static Map<String, Map<String, Object>> outputs() {
        if (OUTPUTS.isEmpty()) {
            client.listTools().tools().forEach(tool -> OUTPUTS.put(tool.name(), tool.outputSchema()));
        }
        return OUTPUTS;
    }

    private static String shown(Map<String, Object> arguments) {
        String json = new JsonMapper().writeValueAsString(arguments);
        return json.length() > 600 ? json.substring(0, 600) + "..." : json;
    }

    @SuppressWarnings("unchecked") // what a JSON schema is
    private Map<String, Object> arguments(Tool tool) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        var properties = (Map<String, Map<String, Object>>)
                Objects.requireNonNull(tool.inputSchema().get("properties"));
        properties.forEach((name, schema) -> {
            if (random.nextInt(3) == 0) {
                arguments.put(name, value(schema));
            }
        });
        if (random.nextInt(20) == 0) {
            arguments.put(text(), text());
        }
        return arguments;
    }

    private @Nullable Object value(Map<String, Object> schema) {
        if (random.nextInt(4) > 0) {
            if (schema.get("enum") instanceof List<?> choices && random.nextInt(4) > 0) {
                return choices.get(random.nextInt(choices.size()));
            }
            if ("integer".equals(schema.get("type")) && random.nextBoolean()) {
                return random.nextInt(0, 6_000);
            }
            return text();
        }
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble() * 1e300;
            case 3 -> random.nextBoolean();
            case 4 -> List.of(text(), text());
            case 5 -> Map.of(text(), text());
            case 6 -> nested(random.nextInt(60));
            case 7 -> new JsonMapper().writeValueAsString(Map.of(text(), text()));
            default -> -1;
        };
    }

    private Object nested(int depth) {
        Object inner = text();
        for (int i = 0; i < depth; i++) {
            inner = i % 2 == 0 ? Map.of("a", inner) : new ArrayList<>(List.of(inner));
        }
        return inner;
    }

    private String text() {
        String one = HOSTILE.get(random.nextInt(HOSTILE.size()));
        return random.nextInt(5) == 0 ? one + HOSTILE.get(random.nextInt(HOSTILE.size())) : one;
    }
}
