package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Sampling;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.topic.FindingJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tables {@code service_window}, {@code service_hour} and {@code service_day}, of which the latter two are the former's
 * sums. Rows are added up in the order of time, so that the same rows give the same bytes.
 */
final class ServiceTotals {
    private static final String OF_MINUTES = select("service_window", "case when requests > 0 then 1 else 0 end");
    private static final String OF_HOURS = select("service_hour", "windows");

    private final JdbcClient jdbc;

    ServiceTotals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds an hour up from its minutes, and its day from the hours. Minutes that are gone leave the hour as it is: they
     * went all together, with their day.
     */
    void addUp(ServiceHour hour) {
        Map<Key, Totals> totals = totals(OF_MINUTES, hour, hour.start(), "1 hour");
        if (totals.isEmpty()) {
            return;
        }
        replace("service_hour", hour, hour.start(), totals);
        lockDay(hour);
        replace("service_day", hour, hour.day(), totals(OF_HOURS, hour, hour.day(), "1 day"));
    }

    // Two hours of one day may be added up at the same time, and each day's sum must see both.
    private void lockDay(ServiceHour hour) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(String.join(
                        "\u0001",
                        hour.tenant(),
                        hour.backend(),
                        hour.service(),
                        hour.day().toString()))
                .query((_, _) -> true)
                .single();
    }

    private Map<Key, Totals> totals(String select, ServiceHour hour, Instant start, String length) {
        Map<Key, Totals> totals = new TreeMap<>();
        jdbc.sql(select)
                .params(hour.tenant(), hour.backend(), hour.service(), utc(start), utc(start), length)
                .query(row -> {
                    totals.merge(Key.of(row), read(row), Totals::plus);
                });
        return totals;
    }

    private void replace(String table, ServiceHour hour, Instant start, Map<Key, Totals> totals) {
        jdbc.sql("delete from " + table + " where tenant = ? and backend = ? and service = ? and window_start = ?")
                .params(hour.tenant(), hour.backend(), hour.service(), utc(start))
                .update();
        List<Row> rows = totals.entrySet().stream()
                .filter(entry -> entry.getValue().requests() > 0)
                .map(entry -> Row.of(hour, start, entry))
                .toList();
        jdbc.sql("insert into " + table + " select * from json_populate_recordset(null::" + table + ", ?::json)")
                .param(Rows.json(rows))
                .update();
    }

    private static String select(String table, String windows) {
        return "select operation, kind, version, " + windows
                + " as windows, requests, errors, latency, self_nanos, exemplars, sampling from " + table
                + " where tenant = ? and backend = ? and service = ? and window_start >= ?"
                + " and window_start < ?::timestamptz + ?::interval order by window_start";
    }

    private static Totals read(ResultSet row) throws SQLException {
        return new Totals(
                row.getInt("windows"),
                row.getLong("requests"),
                row.getLong("errors"),
                LatencySketch.decode(row.getBytes("latency")),
                row.getLong("self_nanos"),
                List.of(FindingJson.MAPPER.readValue(row.getString("exemplars"), Exemplar[].class)),
                Sampling.valueOf(row.getString("sampling")));
    }

    private static java.time.OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private record Key(String operation, String kind, String version) implements Comparable<Key> {
        static Key of(ResultSet row) throws SQLException {
            return new Key(row.getString("operation"), row.getString("kind"), row.getString("version"));
        }

        @Override
        public int compareTo(Key other) {
            int byOperation = operation.compareTo(other.operation);
            int byKind = byOperation != 0 ? byOperation : kind.compareTo(other.kind);
            return byKind != 0 ? byKind : version.compareTo(other.version);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String tenant,
            String backend,
            String service,
            String operation,
            SpanKind kind,
            String version,
            Instant windowStart,
            int windows,
            long requests,
            long errors,
            String latency,
            long p50Nanos,
            long p95Nanos,
            long p99Nanos,
            long maxNanos,
            long sumNanos,
            long selfNanos,
            List<Exemplar> exemplars,
            Sampling sampling) {
        static Row of(ServiceHour hour, Instant start, Entry<Key, Totals> entry) {
            Totals totals = entry.getValue();
            LatencySketch latency = totals.latency();
            return new Row(
                    hour.tenant(),
                    hour.backend(),
                    hour.service(),
                    entry.getKey().operation(),
                    SpanKind.valueOf(entry.getKey().kind()),
                    entry.getKey().version(),
                    start,
                    totals.windows(),
                    totals.requests(),
                    totals.errors(),
                    Rows.bytes(latency.encode()),
                    latency.quantileNanos(.50),
                    latency.quantileNanos(.95),
                    latency.quantileNanos(.99),
                    latency.maxNanos(),
                    (long) latency.sumNanos(),
                    totals.selfNanos(),
                    totals.exemplars(),
                    totals.sampling());
        }
    }
}
