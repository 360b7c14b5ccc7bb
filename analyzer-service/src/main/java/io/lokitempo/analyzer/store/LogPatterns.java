package io.lokitempo.analyzer.store;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code log_pattern}: the newest record of each pattern, with the earliest sight of it. */
final class LogPatterns implements Sink<LogPattern> {
    private static final String REPLACE = """
            insert into log_pattern as p select * from json_populate_recordset(null::log_pattern, ?::json)
            on conflict (tenant, backend, id) do update set
                template = excluded.template, level = excluded.level, sample = excluded.sample,
                first_seen = least(p.first_seen, excluded.first_seen), successor = excluded.successor
            """;

    private final JdbcClient jdbc;

    LogPatterns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<LogPattern> topic() {
        return Topic.LOG_PATTERNS;
    }

    @Override
    public void write(List<LogPattern> values) {
        List<Row> rows = values.stream().map(Row::of).toList();
        List<Row> newest = Rows.onePer(row -> row.tenant + "/" + row.backend + "/" + row.id, (_, b) -> b, rows);
        jdbc.sql(REPLACE).param(Rows.json(newest)).update();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String id,
            String service,
            String template,
            LogLevel level,
            String sample,
            Instant firstSeen,
            @Nullable String successor) {
        static Row of(LogPattern pattern) {
            return new Row(
                    pattern.scope().tenant().value(),
                    pattern.scope().backend(),
                    pattern.id(),
                    pattern.service().value(),
                    pattern.template(),
                    pattern.level(),
                    pattern.sample(),
                    pattern.firstSeen(),
                    pattern.successor());
        }
    }
}
