package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Table {@code service}: who ever had a line or a request, and when last. Follows from the windows stored. */
final class Services {
    private static final String SEEN = """
            insert into service as s select * from json_populate_recordset(null::service, ?::json)
            on conflict (tenant, backend, name) do update set
                first_seen = least(s.first_seen, excluded.first_seen),
                last_log = greatest(s.last_log, excluded.last_log),
                last_span = greatest(s.last_span, excluded.last_span)
            where excluded.first_seen < s.first_seen
               or excluded.last_log > coalesce(s.last_log, '-infinity')
               or excluded.last_span > coalesce(s.last_span, '-infinity')
            """;

    private final JdbcClient jdbc;

    Services(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A service that was active in a window. */
    record Sighting(Scope scope, ServiceName service, TimeWindow window) {}

    void loggedIn(List<Sighting> sightings) {
        seen(sightings.stream().map(s -> row(s, s.window().end(), null)).toList());
    }

    void servedIn(List<Sighting> sightings) {
        seen(sightings.stream().map(s -> row(s, null, s.window().end())).toList());
    }

    // In the order of the key: two writers that lock the same rows must not lock them crosswise.
    private void seen(List<Row> rows) {
        List<Row> one = Rows.onePer(Row::key, Row::and, rows).stream()
                .sorted(Comparator.comparing(Row::key))
                .toList();
        if (!one.isEmpty()) {
            jdbc.sql(SEEN).param(Rows.json(one)).update();
        }
    }

    private static Row row(Sighting seen, @Nullable Instant lastLog, @Nullable Instant lastSpan) {
        Scope scope = seen.scope();
        return new Row(
                scope.tenant().value(),
                scope.backend(),
                seen.service().value(),
                seen.window().start(),
                lastLog,
                lastSpan);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String name,
            Instant firstSeen,
            @Nullable Instant lastLog,
            @Nullable Instant lastSpan) {
        String key() {
            return tenant + "/" + backend + "/" + name;
        }

        Row and(Row other) {
            Instant first = firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen;
            return new Row(
                    tenant, backend, name, first, later(lastLog, other.lastLog), later(lastSpan, other.lastSpan));
        }

        private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isAfter(other) ? one : other;
        }
    }
}
