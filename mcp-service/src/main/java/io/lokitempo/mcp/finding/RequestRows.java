package io.lokitempo.mcp.finding;

import io.lokitempo.telemetry.TimeWindow;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Where the requests of a range stand, as SQL: in minutes; of a long range in whole days, whole hours where no whole day fits,
 * and minutes at either end. Hours that are behind their minutes are due, and read minute by minute; days with such an hour
 * are read hour by hour. One statement sees one state of all of them, so that the sum is that of the minutes.
 *
 * @param sql has the columns that {@link #COLUMNS} names
 * @param parameters of it, beside those of scope and services
 */
record RequestRows(String sql, Map<String, Timestamp> parameters) {
    /** As long a range is read minute by minute: some hundred rows an operation. */
    private static final Duration LONG = Duration.ofHours(6);

    private static final String COLUMNS =
            "select service, operation, kind, version, requests, errors, latency, mean_self_ms, exemplars, sampling";

    /** @param filter a condition on services beginning with and, or nothing */
    static RequestRows of(TimeWindow range, String filter) {
        return isLong(range) ? hoursAndDays(range, filter) : minutes(range, filter);
    }

    static boolean isLong(TimeWindow range) {
        return range.length().compareTo(LONG) > 0;
    }

    private static RequestRows minutes(TimeWindow range, String filter) {
        return new RequestRows(
                part("v_service_windows", "", "window_start >= :from and window_start < :to", filter),
                Map.of("from", Timestamp.from(range.start()), "to", Timestamp.from(range.end())));
    }

    private static RequestRows hoursAndDays(TimeWindow range, String filter) {
        Instant firstHour = ceiling(range.start(), ChronoUnit.HOURS);
        Instant lastHour = range.end().truncatedTo(ChronoUnit.HOURS);
        Instant firstDay = ceiling(firstHour, ChronoUnit.DAYS);
        Instant lastDay = lastHour.truncatedTo(ChronoUnit.DAYS);
        if (!firstDay.isBefore(lastDay)) {
            firstDay = lastHour;
            lastDay = lastHour;
        }
        String notDue = """
                and not exists (select from due where due.service = w.service and due.hour = w.window_start)""";
        String sql = String.join(
                "\nunion all\n",
                part("v_service_windows", "", "window_start >= :from and window_start < :first_hour", filter),
                part("v_service_windows", "", "window_start >= :last_hour and window_start < :to", filter),
                part(
                        "v_service_windows",
                        "join due using (service)",
                        "window_start >= hour and window_start < hour + interval '1 hour'",
                        filter),
                part(
                        "v_service_hours",
                        "",
                        "window_start >= :first_hour and window_start < :first_day " + notDue,
                        filter),
                part(
                        "v_service_hours",
                        "",
                        "window_start >= :last_day and window_start < :last_hour " + notDue,
                        filter),
                part(
                        "v_service_hours",
                        "join (select distinct service, day from due where day >= :first_day and day < :last_day) d"
                                + " using (service)",
                        "window_start >= day and window_start < day + interval '1 day' " + notDue,
                        filter),
                part("v_service_days", "", """
                        window_start >= :first_day and window_start < :last_day
                        and not exists (select from due where due.service = w.service and due.day = w.window_start)""", filter));
        return new RequestRows(
                """
                with due as materialized (
                    select service, window_start as hour, date_trunc('day', window_start, 'UTC') as day
                    from v_service_hours_due
                    where tenant = :tenant and backend = :backend%s
                      and window_start >= :first_hour and window_start < :last_hour
                )
                """.formatted(filter) + sql,
                Map.of(
                        "from", Timestamp.from(range.start()),
                        "first_hour", Timestamp.from(firstHour),
                        "first_day", Timestamp.from(firstDay),
                        "last_day", Timestamp.from(lastDay),
                        "last_hour", Timestamp.from(lastHour),
                        "to", Timestamp.from(range.end())));
    }

    private static String part(String view, String join, String when, String filter) {
        return """
                %s
                from %s w %s
                where tenant = :tenant and backend = :backend%s and %s and requests > 0""".formatted(COLUMNS, view, join, filter, when);
    }

    private static Instant ceiling(Instant instant, ChronoUnit unit) {
        Instant floor = instant.truncatedTo(unit);
        return floor.equals(instant) ? floor : floor.plus(1, unit);
    }
}
