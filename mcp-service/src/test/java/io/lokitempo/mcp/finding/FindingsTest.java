package io.lokitempo.mcp.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.export.Source;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a migrated database: wiring, mapping and SQL are what is tested. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class FindingsTest {
    private static final EmbeddedPostgres POSTGRES = postgres();
    private static final Scope SCOPE = new Scope(TenantId.DEFAULT, "0123abcd");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TimeWindow HOUR = new TimeWindow(NOON, NOON.plus(Duration.ofHours(1)));
    private static final TimeWindow HOUR_BEFORE = TimeWindow.before(NOON, Duration.ofHours(1));
    private static final ServiceName CHECKOUT = new ServiceName("checkout");

    @Autowired
    private Findings findings;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StoredSources stored;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("DATABASE_URL", () -> POSTGRES.getJdbcUrl("postgres", "postgres"));
        registry.add("DATABASE_USER", () -> "postgres");
        registry.add("MCP_ANSWERS_SHARED_FOR", () -> "0s"); // tests ask the same of other rows
        registry.add("spring.datasource.hikari.read-only", () -> "false"); // the test writes what it reads
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        POSTGRES.close();
    }

    @BeforeEach
    void empty() {
        List.of(
                        "log_pattern",
                        "log_window",
                        "pattern_count",
                        "service_window",
                        "service_edge",
                        "service_hour",
                        "service_day",
                        "service_hour_due",
                        "anomaly",
                        "incident",
                        "watermark",
                        "service")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        List.of("log_window", "pattern_count", "service_window", "service_edge")
                .forEach(table -> jdbc.sql(
                                "create table if not exists %1$s_all partition of %1$s default".formatted(table))
                        .update());
    }

    @Test
    void operations_overTwoWindows_sumAndMergeTheirLatencies() {
        serviceWindow(CHECKOUT, "POST /pay", NOON, LatencySketch.of(1_000_000, 2_000_000), 1);
        serviceWindow(CHECKOUT, "POST /pay", NOON.plusSeconds(60), LatencySketch.of(900_000_000), 0);
        serviceWindow(new ServiceName("cart"), "GET /cart", NOON, LatencySketch.of(5_000_000), 0);
        serviceWindow(CHECKOUT, "POST /pay", HOUR.end(), LatencySketch.of(1), 0);

        List<OperationTotal> totals = read(findings.operations(SCOPE, CHECKOUT, HOUR));

        assertThat(totals).hasSize(1);
        assertThat(totals.getFirst().requests()).isEqualTo(3);
        assertThat(totals.getFirst().errors()).isEqualTo(1);
        assertThat(totals.getFirst().latency().maxNanos()).isEqualTo(900_000_000);
        assertThat(read(findings.worst(SCOPE, CHECKOUT, null, HOUR)))
                .hasValueSatisfying(worst -> assertThat(worst.error()).isTrue());
        assertThat(read(findings.worst(SCOPE, CHECKOUT, "GET /", HOUR))).isEmpty();
        assertThat(read(findings.operations(SCOPE, null, HOUR))).hasSize(2);
    }

    @Test
    void operations_ofALongRange_areTheSumOfItsMinutesWhateverIsAddedUp() {
        Instant start = Instant.parse("2026-11-19T21:58:00Z");
        TimeWindow range = new TimeWindow(start, Instant.parse("2026-11-22T02:02:00Z"));
        Map<Instant, List<LatencySketch>> hours = new HashMap<>();
        Map<Instant, List<LatencySketch>> days = new HashMap<>();
        List<LatencySketch> all = new ArrayList<>();
        Instant dueHour = Instant.parse("2026-11-20T07:00:00Z");
        int i = 0;
        for (Instant at = start; at.isBefore(range.end()); at = at.plus(Duration.ofMinutes(20)), i++) {
            LatencySketch latency = LatencySketch.of(1_000_000L * (i + 1), 5_000_000L);
            serviceWindow(CHECKOUT, "POST /pay", at, latency, i % 2);
            all.add(latency);
            Instant hour = at.truncatedTo(ChronoUnit.HOURS);
            if (!hour.equals(dueHour)) { // is not added up yet
                hours.computeIfAbsent(hour, _ -> new ArrayList<>()).add(latency);
                days.computeIfAbsent(at.truncatedTo(ChronoUnit.DAYS), _ -> new ArrayList<>())
                        .add(latency);
            }
        }
        hours.forEach((hour, sketches) -> rollUp("service_hour", hour, LatencySketch.sum(sketches)));
        days.forEach((day, sketches) -> rollUp("service_day", day, LatencySketch.sum(sketches)));
        jdbc.sql("insert into service_hour_due values ('-', '0123abcd', 'checkout', :hour)")
                .param("hour", Timestamp.from(dueHour))
                .update();

        assertThat(read(findings.operations(SCOPE, null, range)))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.requests()).isEqualTo(2L * all.size());
                    assertThat(total.latency()).isEqualTo(LatencySketch.sum(all));
                    assertThat(total.selfNanos()).isPositive();
                });
        assertThat(read(findings.operations(SCOPE, CHECKOUT, range)))
                .isEqualTo(read(findings.operations(SCOPE, null, range)));
        assertThat(read(findings.worst(SCOPE, CHECKOUT, null, range))).isPresent();

        // Minutes are kept for a shorter time than what they were added up to.
        jdbc.sql(
                        "delete from service_window where window_start >= '2026-11-20T08:00Z' and window_start < '2026-11-22T02:00Z'")
                .update();
        assertThat(read(findings.operations(SCOPE, CHECKOUT, range)))
                .singleElement()
                .satisfies(total -> assertThat(total.requests()).isEqualTo(2L * all.size()));
    }

    private void rollUp(String table, Instant start, LatencySketch latency) {
        jdbc.sql("insert into " + table + """
             values ('-', '0123abcd', 'checkout', 'POST /pay', 'SERVER', '1.0', :start, 1, :requests, 1, :latency,
                1, 1, 1, 1, 1, 1, '[]', 'EXACT')
            """)
                .param("start", Timestamp.from(start))
                .param("requests", latency.count())
                .param("latency", latency.encode())
                .update();
    }

    @Test
    void reading_overAndOver_givesEveryConnectionBack() {
        for (int i = 0; i < 20; i++) {
            read(findings.operations(SCOPE, CHECKOUT, HOUR));
            read(findings.calls(SCOPE, CHECKOUT, HOUR));
            read(findings.calls(SCOPE, CHECKOUT, TimeWindow.before(NOON, Duration.ofDays(7))));
            read(findings.patterns(SCOPE, CHECKOUT, HOUR, HOUR_BEFORE));
        }
    }

    @Test
    void operations_ofAnotherScope_areNotSeen() {
        serviceWindow(CHECKOUT, "POST /pay", NOON, LatencySketch.of(1), 0);
        assertThat(read(findings.operations(new Scope(TenantId.DEFAULT, "ffffffff"), null, HOUR)))
                .isEmpty();
    }

    @Test
    void patterns_thatWereSucceeded_countForTheirSuccessor() {
        pattern("pat-00000001", "a b", "pat-00000002");
        pattern("pat-00000002", "a <*>", null);
        count("pat-00000001", NOON, 3);
        count("pat-00000002", NOON.plusSeconds(60), 4);
        count("pat-00000002", NOON.minusSeconds(60), 10);

        List<PatternTotal> totals = read(findings.patterns(SCOPE, CHECKOUT, HOUR, HOUR_BEFORE));

        assertThat(totals).singleElement().satisfies(total -> {
            assertThat(total.pattern().template()).isEqualTo("a <*>");
            assertThat(total.count()).isEqualTo(7);
            assertThat(total.before()).isEqualTo(10);
            assertThat(total.lastWindow()).isEqualTo(NOON.plusSeconds(60));
            assertThat(total.traces()).hasSize(1);
        });
    }

    @Test
    void anomalies_areFoundByIdServiceKindAndState_gravestFirst() {
        anomaly("ano-00000001", "WARNING", "OPEN", NOON);
        anomaly("ano-00000002", "CRITICAL", "OPEN", NOON.plusSeconds(60));
        anomaly("ano-00000003", "CRITICAL", "RESOLVED", NOON.minus(Duration.ofHours(5)));

        assertThat(read(findings.anomalies(SCOPE, HOUR, CHECKOUT, null, null, 10)))
                .extracting(anomaly -> anomaly.id())
                .containsExactly("ano-00000002", "ano-00000001");
        assertThat(read(findings.anomalies(SCOPE, HOUR, null, AnomalyKind.SILENCE, State.OPEN, 10)))
                .isEmpty();
        assertThat(read(findings.anomaly(SCOPE, "ano-00000003")))
                .hasValueSatisfying(
                        anomaly -> assertThat(anomaly.evidence().patterns()).containsExactly("pat-00000001"));
    }

    @Test
    void incident_isReadWithItsSuspects() {
        jdbc.sql("""
            insert into incident values ('-', '0123abcd', 'inc-00000001', 1, 'OPEN', 'CRITICAL', 'payment fails',
                :onset, :onset, null, array['ano-00000001'], array['checkout', 'payment'],
                '[{"service": "payment", "score": 0.8, "contributions": [{"reason": "first", "weight": 0.5, "evidence": ""}]}]',
                null)
            """).param("onset", Timestamp.from(NOON)).update();
        assertThat(read(findings.incidents(SCOPE, HOUR, 10))).singleElement().satisfies(incident -> {
            assertThat(incident.services()).containsExactly(CHECKOUT, new ServiceName("payment"));
            assertThat(incident.suspects().getFirst().contributions()).hasSize(1);
        });
        assertThat(read(findings.incident(SCOPE, "inc-00000001"))).isPresent();
    }

    @Test
    void coverage_tellsThroughWhenEachSourceWasRead() {
        jdbc.sql("""
            insert into watermark values ('-', '0123abcd', 'LOGS', 'checkout', :through,
                '[{"start": "2026-11-22T11:00:00Z", "end": "2026-11-22T12:00:00Z"}]',
                '[{"window": {"start": "2026-11-22T10:00:00Z", "end": "2026-11-22T11:00:00Z"}, "reason": "retention"}]',
                20, :through)
            """).param("through", Timestamp.from(NOON)).update();
        Coverage coverage = read(findings.coverage(SCOPE));
        assertThat(coverage.logsThrough("checkout")).contains(NOON);
        assertThat(coverage.logsThrough("cart")).isEmpty();
        assertThat(coverage.gaps(SourceId.Kind.LOGS, "checkout", TimeWindow.before(NOON, Duration.ofHours(2))))
                .extracting(gap -> gap.reason())
                .containsExactly("retention");
        assertThat(read(findings.scopes())).containsExactly("-/0123abcd");
    }

    private static <T> T read(Reading<T> reading) {
        return reading.found()
                .orElseThrow(() -> new AssertionError(reading.whyMissing().orElse("")));
    }

    private void serviceWindow(
            ServiceName service, String operation, Instant start, LatencySketch latency, int errors) {
        jdbc.sql("""
            insert into service_window values ('-', '0123abcd', :service, :operation, 'SERVER', '1.0', :start, :end, 0,
                :requests, :errors, :latency, 1, 1, 1, 1, 1, 1,
                '[{"traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "durationNanos": 5, "error": true}]', 'EXACT')
            """)
                .param("service", service.value())
                .param("operation", operation)
                .param("start", Timestamp.from(start))
                .param("end", Timestamp.from(start.plusSeconds(60)))
                .param("requests", latency.count())
                .param("errors", errors)
                .param("latency", latency.encode())
                .update();
    }

    private void pattern(String id, String template, @org.jspecify.annotations.Nullable String successor) {
        jdbc.sql("insert into log_pattern values ('-', '0123abcd', :id, 'checkout', :template, 'ERROR', 'x',"
                        + " now(), :successor)")
                .param("id", id)
                .param("template", template)
                .param("successor", successor)
                .update();
    }

    private void count(String pattern, Instant start, long count) {
        jdbc.sql("""
            insert into pattern_count values ('-', '0123abcd', 'checkout', :start, :pattern, :count, 'ERROR',
                array['4bf92f3577b34da6a3ce929d0e0e4736'])
            """)
                .param("start", Timestamp.from(start))
                .param("pattern", pattern)
                .param("count", count)
                .update();
    }

    private void anomaly(String id, String severity, String state, Instant onset) {
        jdbc.sql("""
            insert into anomaly values ('-', '0123abcd', :id, 1, 'checkout', '', 'ERROR_RATE', null, :state, :severity,
                :onset, :onset, null, 'errors/request', 0, 0.1, 0.2, 0.5, 12, 'more errors than usual',
                '{"patterns": ["pat-00000001"], "traces": [], "windows": []}')
            """)
                .param("id", id)
                .param("state", state)
                .param("severity", severity)
                .param("onset", Timestamp.from(onset))
                .update();
    }

    private static List<List<?>> exported(Source source) throws IOException {
        List<List<?>> rows = new ArrayList<>();
        source.rows(cells -> {
            assertThat(cells).hasSameSizeAs(source.columns());
            rows.add(cells);
        });
        return rows;
    }

    @Test
    void metrics_moreThanAPage_areAllExportedOnceByServiceAndTime() throws IOException {
        jdbc.sql("""
            insert into service_window
            select '-', '0123abcd', 's' || o, 'GET /' || o, 'SERVER', '', timestamptz '2026-11-22 12:00Z' + m * interval '1 min',
                   timestamptz '2026-11-22 12:01Z' + m * interval '1 min', 1, 10, 1, ''::bytea, 1000000, 2000000, 3000000,
                   4000000, 1, 1, '[]', 'NONE'
            from generate_series(0, 59) m, generate_series(10, 49) o
            """).update();

        List<List<?>> rows = exported(stored.metrics(SCOPE, null, HOUR));

        assertThat(rows).hasSize(2_400).doesNotHaveDuplicates();
        assertThat(rows.getFirst().subList(0, 7))
                .isEqualTo(List.of("s10", "2026-11-22T12:00:00Z", "GET /10", "SERVER", "", 10L, 1L));
        assertThat(exported(stored.metrics(SCOPE, new ServiceName("s17"), HOUR)))
                .hasSize(60);
        assertThat(exported(stored.metrics(SCOPE, null, HOUR_BEFORE))).isEmpty();
    }

    @Test
    void anomalies_moreThanAPageOfOneOnset_areAllExported() throws IOException {
        jdbc.sql("""
            insert into anomaly
            select '-', '0123abcd', 'ano-' || lpad(n::text, 6, '0'), 1, 'checkout', '', 'LATENCY', null, 'RESOLVED',
                   'WARNING', timestamptz '2026-11-22 12:10Z', timestamptz '2026-11-22 12:20Z', timestamptz '2026-11-22 12:21Z',
                   'p99 ms', 1, 2, 3, 9, 12, 'slow, password=hunter2', '{}'
            from generate_series(1, 1500) n
            """).update();

        List<List<?>> rows = exported(stored.anomalies(SCOPE, CHECKOUT, HOUR));

        assertThat(rows).hasSize(1_500).doesNotHaveDuplicates();
        assertThat(rows.getFirst().toString())
                .contains("2026-11-22T12:10:00Z", "ano-000001")
                .doesNotContain("hunter2");
    }
}
