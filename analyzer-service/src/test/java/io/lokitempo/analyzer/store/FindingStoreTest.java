package io.lokitempo.analyzer.store;

import static io.lokitempo.analyzer.store.Findings.CHECKOUT;
import static io.lokitempo.analyzer.store.Findings.SCOPE;
import static io.lokitempo.analyzer.store.Findings.TRACE;
import static io.lokitempo.analyzer.store.Findings.calls;
import static io.lokitempo.analyzer.store.Findings.logs;
import static io.lokitempo.analyzer.store.Findings.minuteAt;
import static io.lokitempo.analyzer.store.Findings.pattern;
import static io.lokitempo.analyzer.store.Findings.requests;
import static io.lokitempo.analyzer.store.Findings.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.FindingJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Database database = fresh();

    private static Database fresh() {
        return Database.fresh(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofDays(30));
    }

    @BeforeEach
    void empty() {
        database = fresh();
    }

    private void store(Object... findings) {
        database.store.write(List.of(findings));
    }

    private Map<String, Object> row(String sql) {
        return database.jdbc.sql(sql).query().singleRow();
    }

    @Test
    void storingTwice_changesNothing() {
        Object[] findings = {
            logs(NOON, 0, pattern("pat-1", 3), pattern("pat-2", 4)), requests(NOON, 0, 5), calls(NOON, 0, 7)
        };
        store(findings);
        List<Map<String, Object>> before = everything();
        store(findings);
        assertThat(everything()).isEqualTo(before).hasSize(2 + 1 + 1);
    }

    private List<Map<String, Object>> everything() {
        return database.jdbc.sql("""
                select to_jsonb(p)::text as row from v_pattern_counts p
                union all select to_jsonb(s)::text from v_service_windows s
                union all select to_jsonb(e)::text from v_service_edges e order by 1
                """).query().listOfRows();
    }

    @Test
    void higherRevision_replacesTheWindowWithItsPatterns() {
        store(logs(NOON, 0, pattern("pat-1", 3), pattern("pat-2", 4)));
        store(logs(NOON, 1, pattern("pat-2", 5)));
        assertThat(row("select lines, revision, error_lines from v_log_windows"))
                .containsOnly(entry("lines", 5L), entry("revision", 1), entry("error_lines", 5L));
        assertThat(row("select pattern_id, count from v_pattern_counts"))
                .containsOnly(entry("pattern_id", "pat-2"), entry("count", 5L));
    }

    @Test
    void lowerRevision_isLeftOutInAnyOrder() {
        store(logs(NOON, 2, pattern("pat-1", 9)), requests(NOON, 2, 9), calls(NOON, 2, 9));
        store(logs(NOON, 1, pattern("pat-2", 1)), requests(NOON, 1, 1), calls(NOON, 1, 1));
        store(requests(NOON, 3, 10), requests(NOON, 2, 9));
        assertThat(row("select pattern_id, count from v_pattern_counts"))
                .containsOnly(entry("pattern_id", "pat-1"), entry("count", 9L));
        assertThat(row("select requests, revision from v_service_windows"))
                .containsOnly(entry("requests", 10L), entry("revision", 3));
        assertThat(row("select calls from v_service_edges")).containsOnly(entry("calls", 9L));
    }

    @Test
    void requestWindow_showsItsQuantilesAndExemplars() {
        store(requests(NOON, 0, 10));
        Map<String, Object> row =
                row("select p50_ms, mean_self_ms, error_rate, exemplars::text from v_service_windows");
        assertThat(Double.parseDouble(String.valueOf(row.get("p50_ms")))).isBetween(99.0, 101.0);
        assertThat(row).containsEntry("error_rate", 0.1);
        assertThat(String.valueOf(row.get("exemplars"))).contains(TRACE.hex(), "durationNanos");
    }

    @Test
    void service_isKeptFromItsActiveWindows() {
        store(logs(NOON, 0), requests(NOON.plusSeconds(60), 0, 3));
        store(logs(NOON.minusSeconds(600), 0, pattern("pat-1", 1)));
        assertThat(row("select service, first_seen, last_log, last_span from v_services"))
                .containsOnly(
                        entry("service", "checkout"),
                        entry("first_seen", at(NOON.minusSeconds(600))),
                        entry("last_log", at(NOON.minusSeconds(540))),
                        entry("last_span", at(NOON.plusSeconds(120))));
    }

    private static java.sql.Timestamp at(Instant instant) {
        return java.sql.Timestamp.from(instant);
    }

    @Test
    void lineWithNulAndHalfASurrogate_isStored() {
        store(template("pat-1", "a\0b \ud83d c \ud83d\ude00"));
        assertThat(row("select sample from v_log_patterns")).containsEntry("sample", "a\ufffdb \ufffd c \ud83d\ude00");
    }

    @Test
    void anomaly_keepsItsNewestState() {
        store(anomaly(1, State.RESOLVED), anomaly(0, State.OPEN));
        store(anomaly(0, State.OPEN));
        Map<String, Object> row = row("select state, evidence::text from v_anomalies");
        assertThat(row).containsEntry("state", "RESOLVED");
        assertThat(FindingJson.MAPPER.readValue(String.valueOf(row.get("evidence")), Anomaly.Evidence.class))
                .isEqualTo(anomaly(1, State.RESOLVED).evidence());
    }

    private static Anomaly anomaly(int revision, State state) {
        return new Anomaly(
                "ano-1",
                revision,
                SCOPE,
                CHECKOUT,
                "",
                AnomalyKind.ERROR_RATE,
                null,
                state,
                Severity.WARNING,
                NOON,
                NOON.plusSeconds(60),
                state == State.OPEN ? null : NOON.plusSeconds(120),
                "errors/request",
                new Anomaly.Expected(0, .01, .02),
                .5,
                12,
                "half of all requests fail",
                new Anomaly.Evidence(List.of("pat-1"), List.of(TRACE), List.of(minuteAt(NOON))),
                false);
    }

    @Test
    void change_keepsItsFirstSight() {
        store(change(NOON), change(NOON.minusSeconds(60)), change(NOON.plusSeconds(60)));
        assertThat(row("select change_id, service, kind, text, at from v_changes"))
                .containsOnly(
                        entry("change_id", "chg-1"),
                        entry("service", "checkout"),
                        entry("kind", "VERSION"),
                        entry("text", "version 2.5.0 first seen"),
                        entry("at", at(NOON.minusSeconds(60))));
    }

    private static Change change(Instant at) {
        return new Change("chg-1", SCOPE, CHECKOUT, ChangeKind.VERSION, "version 2.5.0 first seen", at);
    }

    @Test
    void incidentAndWatermark_areStoredWhole() {
        Watermark mark = new Watermark(
                new SourceId(SCOPE, SourceId.Kind.LOGS, "checkout"),
                NOON,
                List.of(minuteAt(NOON)),
                List.of(new Gap(minuteAt(NOON.minusSeconds(60)), "too many lines in one nanosecond")),
                Duration.ofSeconds(20),
                NOON);
        store(incident(), mark);
        assertThat(row("select services::text, suspects -> 0 ->> 'service' as first from v_incidents"))
                .containsOnly(entry("services", "{checkout}"), entry("first", "checkout"));
        assertThat(row("select source, analyzed_through, lag_seconds, gaps -> 0 ->> 'reason' as gap from v_coverage"))
                .containsOnly(
                        entry("source", "checkout"),
                        entry("analyzed_through", at(NOON.plusSeconds(60))),
                        entry("lag_seconds", 20),
                        entry("gap", "too many lines in one nanosecond"));
    }

    @Test
    void historyStillToBeRead_showsBesideWhatWasReadAndGivenUp() {
        store(new Watermark(
                new SourceId(SCOPE, SourceId.Kind.LOGS, "checkout"),
                NOON.minusSeconds(600),
                List.of(new TimeWindow(NOON.minusSeconds(600), NOON.minusSeconds(480)), minuteAt(NOON)),
                List.of(new Gap(minuteAt(NOON.minusSeconds(60)), "older than CATCH_UP allows")),
                Duration.ofSeconds(20),
                NOON));
        assertThat(row("select begun_at, unread_seconds::int as unread from v_coverage"))
                .containsOnly(entry("begun_at", at(NOON.minusSeconds(600))), entry("unread", 420));
    }

    private static Incident incident() {
        return new Incident(
                "inc-1",
                0,
                SCOPE,
                State.OPEN,
                Severity.CRITICAL,
                "checkout: half of all requests fail",
                NOON,
                NOON.plusSeconds(60),
                null,
                List.of("ano-1"),
                List.of(CHECKOUT),
                List.of(new Incident.Suspect(
                        CHECKOUT, 1, List.of(new Incident.Contribution("first to deviate", .2, "ano-1")))),
                null);
    }

    @Test
    void day_isMadeForItsFirstRowAndDroppedAfterRetention() {
        Instant lastWeek = NOON.minus(Duration.ofDays(7));
        store(logs(lastWeek, 0, pattern("pat-1", 1)), requests(lastWeek, 0, 1));
        assertThat(partitionsOf("log_window")).containsExactly("log_window_20261115");

        Database later = database.after(Duration.ofDays(24));
        later.partitions.keepUp();
        assertThat(partitionsOf("log_window"))
                .containsExactly("log_window_20261216", "log_window_20261217", "log_window_20261218");
        assertThat(later.count("v_pattern_counts")).isZero();

        later.store.write(List.of(logs(lastWeek, 0, pattern("pat-1", 1))));
        assertThat(later.count("v_pattern_counts")).isZero();
    }

    private List<String> partitionsOf(String table) {
        return database.jdbc
                .sql("select inhrelid::regclass::text from pg_inherits where inhparent = ?::regclass order by 1")
                .param(table)
                .query(String.class)
                .list();
    }

    @Test
    void reader_seesViewsAndNothingElse() {
        List<String> readable = database.jdbc.sql("""
                select table_name from information_schema.role_table_grants
                where grantee = 'lokitempo_reader' and privilege_type = 'SELECT'
                """).query(String.class).list();
        assertThat(readable).contains("v_anomalies", "v_coverage").allMatch(name -> name.startsWith("v_"));
    }
}
