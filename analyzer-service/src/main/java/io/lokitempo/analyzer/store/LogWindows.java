package io.lokitempo.analyzer.store;

import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tables {@code log_window} and {@code pattern_count}. A window is replaced whole, its patterns with it, and only by a
 * higher revision.
 */
final class LogWindows implements Sink<PatternCounts> {
    private static final String REPLACE = """
            insert into log_window as w select * from json_populate_recordset(null::log_window, ?::json)
            on conflict (tenant, backend, service, window_start) do update set
                window_end = excluded.window_end, revision = excluded.revision, total = excluded.total,
                other = excluded.other, levels = excluded.levels, sampling = excluded.sampling
            where excluded.revision > w.revision
            returning tenant, backend, service, window_start
            """;
    private static final String CLEAR = """
            delete from pattern_count c using json_populate_recordset(null::log_window, ?::json) w
            where c.tenant = w.tenant and c.backend = w.backend and c.service = w.service
              and c.window_start = w.window_start
            """;
    // Nested, since a window's key beside each of its patterns would be half of the text.
    private static final String FILL = """
            insert into pattern_count
            select w.tenant, w.backend, w.service, w.window_start, p.pattern_id, p.count, p.level, p.traces
            from json_to_recordset(?::json) as w(
                tenant text, backend text, service text, window_start timestamptz, patterns json),
            lateral json_to_recordset(w.patterns) as p(pattern_id text, count bigint, level text, traces text[])
            """;

    private final JdbcClient jdbc;
    private final Services services;

    LogWindows(JdbcClient jdbc, Services services) {
        this.jdbc = jdbc;
        this.services = services;
    }

    @Override
    public Topic<PatternCounts> topic() {
        return Topic.PATTERN_COUNTS;
    }

    @Override
    public Instant partitionOf(PatternCounts counts) {
        return counts.window().start();
    }

    @Override
    public void write(List<PatternCounts> values) {
        List<PatternCounts> windows = Rows.onePer(Key::of, (a, b) -> b.revision() > a.revision() ? b : a, values);
        Set<Key> replaced = replace(windows);
        List<PatternCounts> news =
                windows.stream().filter(w -> replaced.contains(Key.of(w))).toList();
        if (news.isEmpty()) {
            return;
        }
        // A first revision replaces nothing: where the window was there, it was not written.
        List<Row> again =
                news.stream().filter(w -> w.revision() > 0).map(Row::of).toList();
        if (!again.isEmpty()) {
            jdbc.sql(CLEAR).param(Rows.json(again)).update();
        }
        jdbc.sql(FILL).param(Rows.json(news.stream().map(Filling::of).toList())).update();
        services.loggedIn(news.stream()
                .filter(w -> w.total() > 0)
                .map(w -> new Services.Sighting(w.scope(), w.service(), w.window()))
                .toList());
    }

    private Set<Key> replace(List<PatternCounts> windows) {
        return new HashSet<>(jdbc.sql(REPLACE)
                .param(Rows.json(windows.stream().map(Row::of).toList()))
                .query((row, _) -> new Key(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .list());
    }

    private record Key(String tenant, String backend, String service, Instant start) {
        static Key of(PatternCounts counts) {
            return new Key(
                    counts.scope().tenant().value(),
                    counts.scope().backend(),
                    counts.service().value(),
                    counts.window().start());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String service,
            Instant windowStart,
            Instant windowEnd,
            int revision,
            long total,
            long other,
            Map<LogLevel, Long> levels,
            Sampling sampling) {
        static Row of(PatternCounts counts) {
            return new Row(
                    counts.scope().tenant().value(),
                    counts.scope().backend(),
                    counts.service().value(),
                    counts.window().start(),
                    counts.window().end(),
                    counts.revision(),
                    counts.total(),
                    counts.other(),
                    counts.levels(),
                    counts.sampling());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Filling(
            String tenant, String backend, String service, Instant windowStart, List<PatternRow> patterns) {
        static Filling of(PatternCounts counts) {
            return new Filling(
                    counts.scope().tenant().value(),
                    counts.scope().backend(),
                    counts.service().value(),
                    counts.window().start(),
                    counts.patterns().stream().map(PatternRow::of).toList());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record PatternRow(String patternId, long count, LogLevel level, List<TraceId> traces) {
        static PatternRow of(PatternCount pattern) {
            return new PatternRow(pattern.patternId(), pattern.count(), pattern.level(), pattern.traces());
        }
    }
}
