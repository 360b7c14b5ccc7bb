package io.lokitempo.analyzer.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Table {@code service_hour_due}: hours whose minutes changed since they were last added up. A writer of minutes holds
 * its hours' rows until it commits; who adds an hour up takes its row away first. So either sees the other: what is
 * written while an hour is added up makes it due again.
 */
final class DueHours {
    private static final String MARK = """
            insert into service_hour_due as d (tenant, backend, service, window_start, marked_at)
            select tenant, backend, service, window_start, now()
            from json_populate_recordset(null::service_hour_due, ?::json)
            on conflict (tenant, backend, service, window_start) do update set marked_at = excluded.marked_at
            """;
    private static final String TAKE = """
            delete from service_hour_due where ctid = any(array(
                select ctid from service_hour_due where marked_at <= ?
                order by marked_at, tenant, backend, service, window_start limit 1 for update skip locked))
            returning tenant, backend, service, window_start
            """;

    private final JdbcClient jdbc;

    DueHours(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Within the transaction that writes their minutes. */
    void mark(Collection<ServiceHour> hours) {
        if (hours.isEmpty()) {
            return;
        }
        jdbc.sql(MARK)
                .param(Rows.json(new TreeSet<>(hours).stream().map(Row::of).toList()))
                .update();
    }

    /** The hour that has been due the longest and that no one writes; it is due no more once this transaction commits. */
    Optional<ServiceHour> take(Instant markedBy) {
        return jdbc.sql(TAKE)
                .param(markedBy.atOffset(java.time.ZoneOffset.UTC))
                .query((row, _) -> new ServiceHour(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** The database's clock, by which hours are marked. */
    Instant now() {
        return jdbc.sql("select now()").query(OffsetDateTime.class).single().toInstant();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(String tenant, String backend, String service, Instant windowStart) {
        static Row of(ServiceHour hour) {
            return new Row(hour.tenant(), hour.backend(), hour.service(), hour.start());
        }
    }
}
