package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code watermark}: how far each source has been read. */
final class Watermarks implements Sink<Watermark> {
    private static final String REPLACE = """
            insert into watermark as w select * from json_populate_recordset(null::watermark, ?::json)
            on conflict (tenant, backend, kind, name) do update set
                analyzed_through = excluded.analyzed_through, read = excluded.read, gaps = excluded.gaps,
                lag_seconds = excluded.lag_seconds, updated_at = excluded.updated_at, begun_at = excluded.begun_at
            where excluded.updated_at > w.updated_at
            """;

    private final JdbcClient jdbc;

    Watermarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Topic<Watermark> topic() {
        return Topic.WATERMARKS;
    }

    @Override
    public void write(List<Watermark> values) {
        List<Watermark> newest =
                Rows.onePer(w -> w.source().key(), (a, b) -> b.updatedAt().isBefore(a.updatedAt()) ? a : b, values);
        jdbc.sql(REPLACE)
                .param(Rows.json(newest.stream().map(Row::of).toList()))
                .update();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            SourceId.Kind kind,
            String name,
            Instant analyzedThrough,
            List<TimeWindow> read,
            List<Gap> gaps,
            long lagSeconds,
            Instant updatedAt,
            Instant begunAt) {
        static Row of(Watermark mark) {
            SourceId source = mark.source();
            return new Row(
                    source.scope().tenant().value(),
                    source.scope().backend(),
                    source.kind(),
                    source.name(),
                    mark.analyzedThrough(),
                    mark.read(),
                    mark.gaps(),
                    mark.lag().toSeconds(),
                    mark.updatedAt(),
                    mark.begin());
        }
    }
}
