package io.lokitempo.benchmarks.replay;

import io.lokitempo.telemetry.TimeWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was raised, as PostgreSQL knows it. */
final class StoredFindings {
    private final JdbcClient jdbc;

    StoredFindings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Raised> anomalies(TimeWindow begun) {
        return jdbc.sql("select * from anomaly where onset >= ? and onset < ?")
                .params(StoredWindows.utc(begun.start()), StoredWindows.utc(begun.end()))
                .query((row, _) -> Raised.anomaly(
                        row.getString("id"),
                        scope(row),
                        row.getString("service"),
                        row.getString("operation"),
                        row.getString("kind"),
                        row.getString("pattern_id"),
                        row.getObject("onset", OffsetDateTime.class).toInstant(),
                        instant(row, "resolved_at")))
                .list();
    }

    List<Raised> incidents(TimeWindow begun) {
        return jdbc.sql("select * from incident where onset >= ? and onset < ? and merged_into is null")
                .params(StoredWindows.utc(begun.start()), StoredWindows.utc(begun.end()))
                .query((row, _) -> Raised.incident(
                        row.getString("id"),
                        scope(row) + " " + row.getString("title"),
                        row.getObject("onset", OffsetDateTime.class).toInstant(),
                        instant(row, "resolved_at"),
                        List.of((String[]) row.getArray("anomalies").getArray())))
                .list();
    }

    private static String scope(ResultSet row) throws SQLException {
        return row.getString("tenant") + "/" + row.getString("backend");
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
