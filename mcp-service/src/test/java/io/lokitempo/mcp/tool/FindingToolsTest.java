package io.lokitempo.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.Golden;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Budget;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Fact;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.TenantId;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What tools say of findings, held against the requests that these were made of: an hour and a half of a shop in which
 * payment's new version fails from 14:05 on and takes its callers with it. Neither Loki nor Tempo is there.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestInstance(Lifecycle.PER_CLASS)
class FindingToolsTest {
    private static final EmbeddedPostgres POSTGRES = postgres();
    private static final Instant BEGIN = Instant.parse("2026-11-22T13:00:00Z");
    private static final Instant ONSET = Instant.parse("2026-11-22T14:05:00Z");
    private static final Instant THROUGH = Instant.parse("2026-11-22T14:27:00Z");
    private static final Instant NOW = Instant.parse("2026-11-22T14:28:10Z");
    private static final String HOUR = "2026-11-22T13:27:00Z/2026-11-22T14:27:00Z";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final Path FOLDER = folder(); // the context wants it before JUnit would make one

    @LocalServerPort
    private int port;

    /** Durations in nanoseconds and failures by service and minute: what really happened. */
    private final Map<String, Map<Instant, long[]>> durations = new TreeMap<>();

    private final Map<String, Map<Instant, Integer>> failures = new TreeMap<>();

    @Autowired
    private List<Tool> tools;

    @Autowired
    private LiveSettings settings;

    @Autowired
    private JdbcClient jdbc;

    @TestConfiguration(proxyBeanMethods = false)
    static class StandingClock {
        @Bean
        @Primary
        Clock standingClock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("DATABASE_URL", () -> POSTGRES.getJdbcUrl("postgres", "postgres"));
        registry.add("DATABASE_USER", () -> "postgres");
        registry.add("LOKI_URL", () -> "");
        registry.add("TEMPO_URL", () -> "");
        registry.add("KAFKA_BOOTSTRAP_SERVERS", () -> "127.0.0.1:1");
        registry.add("MCP_SETTINGS_FILE", () -> FOLDER.resolve("settings.json").toString());
        registry.add("EXPORT_DIR", () -> FOLDER.resolve("exports").toString());
        registry.add("spring.datasource.hikari.read-only", () -> "false"); // the test writes what it reads
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("junit-");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        POSTGRES.close();
        FileSystemUtils.deleteRecursively(FOLDER);
    }

    @BeforeAll
    void happen() {
        List.of("log_window", "pattern_count", "service_window", "service_edge")
                .forEach(table -> jdbc.sql(
                                "create table if not exists %1$s_all partition of %1$s default".formatted(table))
                        .update());
        Random random = new Random(7);
        for (Instant minute = BEGIN; minute.isBefore(THROUGH); minute = minute.plusSeconds(60)) {
            boolean ill = !minute.isBefore(ONSET);
            requests(
                    "payment",
                    "POST /charge",
                    ill ? "2.5.0" : "2.4.9",
                    minute,
                    random,
                    20,
                    ill ? 900 : 90,
                    ill ? 6 : 0);
            requests("checkout", "POST /checkout", "1.0", minute, random, 20, ill ? 1_000 : 200, ill ? 5 : 0);
            requests("web", "GET /", "7.1", minute, random, 60, 30, 0);
            requests("inventory", "POST /reserve", "3.3", minute, random, 20, 8, 0);
            edge("web", "checkout", minute);
            edge("checkout", "payment", minute);
            edge("checkout", "inventory", minute);
            lines("payment", minute, 40, ill ? 6 : 0);
            count("payment", "pat-usual001", minute, 40 - (ill ? 6 : 0));
            if (ill) {
                count("payment", "pat-error001", minute, 6);
            }
            lines("cron", minute, minute.getEpochSecond() % 900 == 0 ? 12 : 0, 0);
        }
        pattern("pat-usual001", "INFO", "charged <num>", BEGIN);
        pattern("pat-error001", "ERROR", "charge refused by <*>", ONSET.plusSeconds(12));
        List.of("payment", "checkout", "web", "inventory", "cron").forEach(service -> service(service, THROUGH));
        service("retired", BEGIN.minus(Duration.ofDays(3)));
        List.of("payment", "cron").forEach(service -> watermark("LOGS", service));
        watermark("TRACES", "lane-0");
        anomaly("ano-paymenterr", "payment", "POST /charge", "ERROR_RATE", "CRITICAL", "OPEN", ONSET);
        anomaly("ano-checkoutlat", "checkout", "POST /checkout", "LATENCY", "WARNING", "OPEN", ONSET.plusSeconds(60));
        anomaly("ano-earlierone", "web", "", "TRAFFIC_RISE", "INFO", "RESOLVED", BEGIN.plusSeconds(1_800));
        jdbc.sql("""
                insert into incident values (:tenant, :backend, 'inc-8k2q4d00', 3, 'OPEN', 'CRITICAL', 'payment: 30% fail',
                    :onset, :through, null, array['ano-paymenterr', 'ano-checkoutlat'], array['payment', 'checkout'],
                    '[{"service": "payment", "score": 0.8, "contributions":
                       [{"reason": "first to deviate", "weight": 0.5, "evidence": "ano-paymenterr"}]}]', null)
                """).params(times()).update();
        jdbc.sql("""
                insert into incident values (:tenant, :backend, 'inc-mergedaa', 2, 'RESOLVED', 'INFO', 'checkout: slow',
                    :onset, :through, :through, array['ano-checkoutlat'], array['checkout'], '[]', 'inc-8k2q4d00')
                """).params(times()).update();
        jdbc.sql("insert into change values (:tenant, :backend, 'chg-19ab2200', 'payment', 'VERSION',"
                        + " 'version 2.5.0 first seen', :onset)")
                .params(times())
                .update();
    }

    /** In this order: the last changes what an earlier one shows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "list_services § {\"time_range\":\"1h\"}",
                "find_anomalies § {\"time_range\":\"2h\"}",
                "investigate_incident § {}",
                "get_service_map § {\"service\":\"checkout\",\"time_range\":\"30m\"}",
                "compare_time_windows § {\"time_range\":\"22m\",\"compare_to\":\"previous\"}",
                "get_service_metrics-precomputed § {\"service\":\"payment\",\"time_range\":\"22m\"}",
                "analyze_logs_pattern-precomputed § {\"service\":\"payment\",\"time_range\":\"22m\"}",
                "check_environment § {\"max_tokens\":8000}",
                "export_data § {\"data_type\":\"anomalies\",\"time_range\":\"2h\",\"format\":\"csv\",\"output_file\":\"anomalies.csv\"}",
                "update_environment_settings § {\"default_log_limit\":150}",
            })
    void answer_ofAShopThatIsKnown_isTheAgreedOne(String name, String arguments) throws IOException {
        try (McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
                        .endpoint("/mcp")
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .build()) {
            client.initialize();
            CallToolResult result = client.callTool(CallToolRequest.builder(name.replaceFirst("-.*", ""))
                    .arguments(new JsonMapper().readValue(arguments, new TypeReference<Map<String, Object>>() {}))
                    .build());
            Golden.compare(
                    FindingToolsTest.class,
                    "answers/" + name + ".txt",
                    Golden.answer(result)
                            .replaceAll("PostgreSQL ok \\S+ -?[0-9.E]+", "PostgreSQL ok VERSION SKEW")
                            .replaceAll("(\"PostgreSQL\", \"ok\", )\"[^\"]+\", -?[0-9.E]+", "$1VERSION, SKEW"));
        }
    }

    @Test
    void listServices_namesTheIllFirstTheSilentAndTheHealthy() {
        Answer answer = answer("list_services", "time_range", HOUR);

        assertThat(column(answer, "services", "service")).containsExactly("payment", "checkout", "web");
        assertThat(cell(answer, "services", "payment", "worst")).isEqualTo("ano-paymenterr");
        assertThat(cell(answer, "services", "web", "state")).isEqualTo("recovered");
        assertThat(number(answer, "services", "payment", "rate")).isEqualTo(20 / 60.0);
        assertThat(number(answer, "services", "payment", "errors"))
                .isCloseTo(100.0 * failed("payment", "13:27") / count("payment", "13:27"), within(1e-9));
        assertThat(number(answer, "services", "payment", "error_lines")).isEqualTo(22 * 6);
        assertThat(column(answer, "silent", "service")).containsExactly("retired");
        assertThat(fact(answer, "healthy")).contains("inventory", "cron").doesNotContain("retired");
        assertThat(answer.next().getFirst().toString()).isEqualTo("investigate_incident {\"id\":\"ano-paymenterr\"}");
    }

    @Test
    void findAnomalies_pageByPage_showsEachOnceGravestFirst() {
        List<String> ids = new ArrayList<>();
        Map<String, Object> arguments = new LinkedHashMap<>(Map.of("time_range", "2h", "limit", 1));
        while (true) {
            Answer answer = answer("find_anomalies", arguments);
            ids.addAll(column(answer, "anomalies", "id"));
            Call more = answer.more() == null ? null : answer.more().apply(1);
            if (more == null) {
                break;
            }
            arguments = new LinkedHashMap<>(more.arguments());
        }
        assertThat(ids).containsExactly("ano-paymenterr", "ano-checkoutlat", "ano-earlierone");
    }

    @Test
    void findAnomalies_besideTheOnset_standsTheChange() {
        Answer answer = answer("find_anomalies", "state", "open", "kind", "error-rate");

        assertThat(column(answer, "anomalies", "id")).containsExactly("ano-paymenterr");
        assertThat(cell(answer, "anomalies", "ano-paymenterr", "change")).isEqualTo("chg-19ab2200");
        assertThat(cell(answer, "anomalies", "ano-paymenterr", "incident")).isEqualTo("inc-8k2q4d00");
    }

    @Test
    void findAnomalies_none_saysWhichEmptyItIs() {
        assertThat(fact(answer("find_anomalies", "kind", "silence"), "empty")).startsWith("filtered_out: 3 anomalies");
        assertThat(fact(answer("find_anomalies", "service", "nobody"), "empty")).startsWith("never_seen");
        assertThat(fact(answer("find_anomalies", "service", "inventory"), "empty"))
                .startsWith("nothing deviated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id=inc-8k2q4d00", "id=inc-mergedaa", "id=ano-checkoutlat", "service=checkout"})
    void investigate_whateverNamesIt_findsTheIncidentAndItsFacts(String named) {
        Answer answer = named.isEmpty()
                ? answer("investigate_incident")
                : answer("investigate_incident", named.split("=", 2)[0], named.split("=", 2)[1]);

        assertThat(answer.header().subject()).isEqualTo("inc-8k2q4d00 OPEN");
        assertThat(fact(answer, "onset")).startsWith("14:05:00");
        assertThat(fact(answer, "spread")).isEqualTo("payment 14:05:00 > checkout 14:06:00");
        assertThat(fact(answer, "callers")).isEqualTo("web");
        assertThat(fact(answer, "ruled_out")).contains("traffic").contains("inventory");
        assertThat(fact(answer, "unknown")).contains("chg-19ab2200");
        assertThat(fact(answer, "trace")).startsWith(TRACE);
        assertThat(column(answer, "suspects", "service")).containsExactly("payment");
        assertThat(number(answer, "impact", "payment", "failed")).isEqualTo(22 * 6);
        assertThat(number(answer, "impact", "payment", "errors")).isCloseTo(30, within(1e-9));
        assertThat(number(answer, "impact", "payment", "errors_before")).isZero();
        closeTo(number(answer, "impact", "payment", "p95"), quantile("payment", ONSET, THROUGH, .95));
        closeTo(
                number(answer, "impact", "payment", "p95_before"),
                quantile("payment", ONSET.minusSeconds(3_600), ONSET, .95));
        assertThat(column(answer, "timeline", "id"))
                .containsExactly("chg-19ab2200", "ano-paymenterr", "ano-checkoutlat");
        assertThat(number(answer, "patterns", "pat-error001", "lines")).isEqualTo(22 * 6);
        assertThat(answer.next().getFirst().toString()).startsWith("query_logs {\"pattern_id\":\"pat-error001\"");
    }

    @Test
    void investigate_idsThatNobodyHas_areRefusedWithACallThatWorks() {
        Outcome outcome = outcome("investigate_incident", Map.of("id", "inc-nobody00"));
        assertThat(outcome.toString()).contains("NOT_FOUND", "find_anomalies");
        assertThat(outcome("investigate_incident", Map.of("id", "4711")).toString())
                .contains("INVALID_ARGUMENT");
    }

    @Test
    void serviceMetrics_countsAreExactAndPercentilesWithinAPercent() {
        Answer answer = answer(
                "get_service_metrics", "service", "payment", "time_range", "2026-11-22T14:05:00Z/2026-11-22T14:27:00Z");

        assertThat(number(answer, "window", "window", "requests")).isEqualTo(count("payment", "14:05"));
        assertThat(number(answer, "window", "window", "errors")).isCloseTo(30, within(1e-9));
        closeTo(number(answer, "window", "window", "p50"), quantile("payment", ONSET, THROUGH, .5));
        closeTo(number(answer, "window", "window", "p95"), quantile("payment", ONSET, THROUGH, .95));
        assertThat(cell(answer, "window", "window", "p99")).isEqualTo("few"); // 440 requests, 4 above it
        assertThat(number(answer, "window", "usual", "requests")).isEqualTo(60 * 20);
        closeTo(number(answer, "window", "usual", "p99"), quantile("payment", ONSET.minusSeconds(3_600), ONSET, .99));
        assertThat(fact(answer, "changes")).contains("chg-19ab2200");
        assertThat(column(answer, "callers", "service")).containsExactly("checkout");
        assertThat(column(answer, "anomalies", "id")).containsExactly("ano-paymenterr");
    }

    /** The hour before is analyzed by 27 minutes only: those are compared with, and not an hour of which half is missing. */
    @Test
    void serviceMetrics_earlierWindowAnalyzedInPart_isNotReadAsLessTraffic() {
        Answer answer = answer("get_service_metrics", "service", "web", "time_range", HOUR);

        assertThat(fact(answer, "usual")).startsWith("13:00:00-13:27:00");
        assertThat(fact(answer, "verdict")).startsWith("rate same");
    }

    @Test
    void serviceMetrics_slowerThanUsual_tellsWhereTheTimeGoes() {
        Answer answer = answer(
                "get_service_metrics",
                "service",
                "checkout",
                "time_range",
                "2026-11-22T14:05:00Z/2026-11-22T14:27:00Z");

        assertThat(fact(answer, "added_time")).contains("payment +");
        assertThat(fact(answer, "added_time")).doesNotContain("inventory");
        assertThat(column(answer, "callees", "service")).containsExactlyInAnyOrder("payment", "inventory");
        assertThat(cell(answer, "callees", "inventory", "differs")).isEmpty();
    }

    @Test
    void serviceMetrics_byVersion_tellsTheNewOne() {
        Answer answer =
                answer("get_service_metrics", "service", "payment", "group_by", "service.version", "time_range", HOUR);

        assertThat(number(answer, "versions", "2.5.0", "requests")).isEqualTo(22 * 20);
        assertThat(cell(answer, "versions", "2.5.0", "differs")).isEqualTo("new");
    }

    @Test
    void serviceMetrics_ofLogsAlone_tellsWhenTheNextLineIsDue() {
        Answer answer = answer("get_service_metrics", "service", "cron", "time_range", HOUR);

        assertThat(number(answer, "window", "all", "count")).isEqualTo(4 * 12);
        assertThat(fact(answer, "last")).contains("14:15:00");
        assertThat(fact(answer, "next_expected")).startsWith("14:30:00").doesNotContain("overdue");
    }

    @Test
    void serviceMap_hopByHop_holdsTheCallsInReach() {
        Answer one =
                answer("get_service_map", "service", "web", "depth", "1", "direction", "callees", "time_range", HOUR);
        Answer two = answer("get_service_map", "service", "web", "time_range", HOUR);
        Answer up = answer("get_service_map", "service", "payment", "direction", "callers", "time_range", HOUR);

        assertThat(column(one, "calls", "callee")).containsExactly("checkout");
        assertThat(column(two, "calls", "callee")).containsExactlyInAnyOrder("checkout", "payment", "inventory");
        assertThat(column(up, "calls", "caller")).containsExactly("checkout", "web");
        assertThat(number(one, "calls", "web", "calls")).isEqualTo(count("checkout", "13:27"));
        assertThat(fact(two, "deviating")).contains("payment ano-paymenterr");
    }

    @Test
    void compareTimeWindows_listsWhatDiffersAndNothingElse() {
        Answer answer = answer(
                "compare_time_windows",
                "time_range",
                "2026-11-22T14:05:00Z/2026-11-22T14:27:00Z",
                "compare_to",
                "2026-11-22T13:30:00Z/2026-11-22T14:00:00Z");

        assertThat(column(answer, "shifts", "service")).startsWith("payment", "checkout");
        assertThat(cell(answer, "shifts", "web", "changed")).isEqualTo("as before");
        assertThat(cell(answer, "shifts", "inventory", "changed")).isEqualTo("as before");
        assertThat(cell(answer, "shifts", "payment", "changed"))
                .contains("errors 0->30%")
                .doesNotContain("rate");
        assertThat(column(answer, "patterns", "pattern")).containsExactly("pat-error001");
        assertThat(cell(answer, "patterns", "new", "lines")).isEqualTo("132");
        assertThat(fact(answer, "changes")).contains("chg-19ab2200");
    }

    @Test
    void compareTimeWindows_withATimeThatNobodyAnalyzed_isRefused() {
        Outcome outcome = outcome(
                "compare_time_windows",
                Map.of("time_range", HOUR, "compare_to", "2026-11-20T13:30:00Z/2026-11-20T14:00:00Z"));

        assertThat(outcome.toString()).contains("nothing was analyzed");
    }

    // what was asked for

    private Answer answer(String tool, String... arguments) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        return answer(tool, given);
    }

    private Answer answer(String tool, Map<String, Object> arguments) {
        Outcome outcome = outcome(tool, arguments);
        assertThat(outcome).isInstanceOf(Answer.class);
        fitsItsSchema(tool, outcome);
        return (Answer) outcome;
    }

    /** The service does not hold its own answers to their schemas, so it is done here. */
    private void fitsItsSchema(String tool, Outcome outcome) {
        String json = new Budget(String::length)
                .fit(outcome, Call.of(tool), 20_000, "tag")
                .json();
        var fit = new DefaultJsonSchemaValidator()
                .validate(
                        named(tool).declaration().outputSchema(),
                        new JsonMapper().readValue(json, new TypeReference<Map<String, Object>>() {}));
        assertThat(fit.valid()).as(tool + ": " + fit.errorMessage()).isTrue();
    }

    private Tool named(String name) {
        return tools.stream()
                .filter(each -> each.declaration().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Outcome outcome(String name, Map<String, Object> arguments) {
        Tool tool = named(name);
        return new Caller("test", Role.ADMIN, TenantId.DEFAULT).calls(() -> {
            try {
                return tool.answer(Arguments.read(tool.declaration(), arguments), new Patient());
            } catch (RefusedException e) {
                return e.refusal();
            }
        });
    }

    private record Patient() implements Progress {
        @Override
        public void report(double done, double total, String message) {}

        @Override
        public Instant deadline() {
            return NOW.plusSeconds(25);
        }
    }

    private static String fact(Answer answer, String name) {
        return answer.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::value)
                .findFirst()
                .orElse("");
    }

    private static Table table(Answer answer, String name) {
        return answer.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table " + name + " in " + answer));
    }

    private static int index(Table table, String column) {
        return table.columns().stream().map(each -> each.name()).toList().indexOf(column);
    }

    private static List<String> column(Answer answer, String table, String column) {
        Table found = table(answer, table);
        int index = index(found, column);
        return found.rows().stream().map(row -> text(row.get(index))).toList();
    }

    /** Of the first row that has {@code key} in one of its cells; empty where the column is left out. */
    private static String cell(Answer answer, String table, String key, String column) {
        Table found = table(answer, table);
        int index = index(found, column);
        return found.rows().stream()
                .filter(row -> row.stream().anyMatch(cell -> text(cell).equals(key)))
                .map(row -> index < 0 ? "" : text(row.get(index)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + key + " in " + found));
    }

    private static double number(Answer answer, String table, String key, String column) {
        return Double.parseDouble(cell(answer, table, key, column));
    }

    private static String text(Cell cell) {
        return switch (cell) {
            case Cell.Word(var word) -> word;
            case Cell.Amount(var value) ->
                value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
            case Cell.Moment(var at) -> at.toString();
            case Cell.Blank() -> "";
        };
    }

    // what really happened

    private static void closeTo(double millis, double trueNanos) {
        assertThat(millis).isCloseTo(trueNanos / 1e6, within(trueNanos / 1e6 * LatencySketch.RELATIVE_ERROR));
    }

    private long[] between(String service, Instant from, Instant to) {
        return durations.getOrDefault(service, Map.of()).entrySet().stream()
                .filter(entry ->
                        !entry.getKey().isBefore(from) && entry.getKey().isBefore(to))
                .flatMapToLong(entry -> Arrays.stream(entry.getValue()))
                .sorted()
                .toArray();
    }

    private double quantile(String service, Instant from, Instant to, double quantile) {
        long[] sorted = between(service, from, to);
        return sorted[(int) (quantile * (sorted.length - 1))];
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-22T" + time + ":00Z");
    }

    private double count(String service, String since) {
        return between(service, at(since), THROUGH).length;
    }

    private double failed(String service, String since) {
        return failures.getOrDefault(service, Map.of()).entrySet().stream()
                .filter(entry -> !entry.getKey().isBefore(at(since)))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    // how it gets into the database

    private Map<String, Object> times() {
        Scope scope = settings.base().scope();
        return Map.of(
                "tenant", scope.tenant().value(),
                "backend", scope.backend(),
                "onset", Timestamp.from(ONSET),
                "through", Timestamp.from(THROUGH));
    }

    private void requests(
            String service,
            String operation,
            String version,
            Instant minute,
            Random random,
            int requests,
            int millis,
            int failing) {
        long[] nanos =
                random.longs(requests, millis * 500_000L, millis * 1_500_000L).toArray();
        durations.computeIfAbsent(service, _ -> new TreeMap<>()).put(minute, nanos);
        failures.computeIfAbsent(service, _ -> new TreeMap<>()).put(minute, failing);
        jdbc.sql("""
                insert into service_window values (:tenant, :backend, :service, :operation, 'SERVER', :version, :start, :end, 0,
                    :requests, :errors, :latency, 1, 1, 1, 1, 1, :self,
                    '[{"traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "durationNanos": 5, "error": true}]', 'EXACT')
                """)
                .params(times())
                .param("service", service)
                .param("operation", operation)
                .param("version", version)
                .param("start", Timestamp.from(minute))
                .param("end", Timestamp.from(minute.plusSeconds(60)))
                .param("requests", requests)
                .param("errors", failing)
                .param("latency", LatencySketch.of(nanos).encode())
                .param("self", Arrays.stream(nanos).sum() / 10)
                .update();
    }

    private void edge(String caller, String callee, Instant minute) {
        long[] nanos = durations.getOrDefault(callee, Map.of()).getOrDefault(minute, new long[0]);
        jdbc.sql("""
                insert into service_edge values (:tenant, :backend, :caller, :callee, :start, :end, 0, :calls, :errors, :latency,
                    1, 1, 1, 1, 'EXACT')
                """)
                .params(times())
                .param("caller", caller)
                .param("callee", callee)
                .param("start", Timestamp.from(minute))
                .param("end", Timestamp.from(minute.plusSeconds(60)))
                .param("calls", nanos.length)
                .param("errors", failures.getOrDefault(callee, Map.of()).getOrDefault(minute, 0))
                .param("latency", LatencySketch.of(nanos).encode())
                .update();
    }

    private void lines(String service, Instant minute, int lines, int errors) {
        jdbc.sql("""
                insert into log_window values (:tenant, :backend, :service, :start, :end, 0, :lines, 0,
                    cast(:levels as jsonb), 'EXACT')
                """)
                .params(times())
                .param("service", service)
                .param("start", Timestamp.from(minute))
                .param("end", Timestamp.from(minute.plusSeconds(60)))
                .param("lines", lines)
                .param("levels", "{\"ERROR\": " + errors + "}")
                .update();
    }

    private void count(String service, String pattern, Instant minute, int count) {
        jdbc.sql("""
                insert into pattern_count values (:tenant, :backend, :service, :start, :pattern, :count, 'INFO', array[]::text[])
                """)
                .params(times())
                .param("service", service)
                .param("start", Timestamp.from(minute))
                .param("pattern", pattern)
                .param("count", count)
                .update();
    }

    private void pattern(String id, String level, String template, Instant first) {
        jdbc.sql("""
                insert into log_pattern values (:tenant, :backend, :id, 'payment', :template, :level, 'sample', :first, null)
                """)
                .params(times())
                .param("id", id)
                .param("template", template)
                .param("level", level)
                .param("first", Timestamp.from(first))
                .update();
    }

    private void service(String name, Instant last) {
        jdbc.sql("insert into service values (:tenant, :backend, :name, :last, :last, :last)")
                .params(times())
                .param("name", name)
                .param("last", Timestamp.from(last))
                .update();
    }

    private void watermark(String kind, String name) {
        jdbc.sql("""
                insert into watermark values (:tenant, :backend, :kind, :name, :through, cast(:read as jsonb), '[]', 20, :through)
                """)
                .params(times())
                .param("kind", kind)
                .param("name", name)
                .param("read", "[{\"start\": \"" + BEGIN + "\", \"end\": \"" + THROUGH + "\"}]")
                .update();
    }

    private void anomaly(
            String id, String service, String operation, String kind, String severity, String state, Instant onset) {
        jdbc.sql("""
                insert into anomaly values (:tenant, :backend, :id, 1, :service, :operation, :kind, null, :state, :severity,
                    :begin, :end, null, 'errors/request', 0, 0.1, 0.2, 0.5, 12, 'more than usual; users will notice.',
                    '{"patterns": ["pat-error001"], "traces": ["4bf92f3577b34da6a3ce929d0e0e4736"], "windows": []}')
                """)
                .params(times())
                .param("id", id)
                .param("service", service)
                .param("operation", operation)
                .param("kind", kind)
                .param("state", state)
                .param("severity", severity)
                .param("begin", Timestamp.from(onset))
                .param("end", Timestamp.from(onset.plusSeconds(120)))
                .update();
    }
}
