package io.lokitempo.lab.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What PostgreSQL holds, by the dashboards' views.
 *
 * @param lines by service and minute
 * @param patterns lines by pattern; a pattern that was generalised is counted under its living successor
 * @param requests by service, operation and minute
 * @param errors those of them that failed
 * @param calls by callee, caller and minute
 * @param sampled minutes of which it says that not all spans were read
 * @param living service and template of every living pattern by its id
 * @param gaps that the analyzer says it has
 */
public record Stored(
        Counts lines,
        Counts patterns,
        Counts requests,
        Counts errors,
        Counts calls,
        Set<Instant> sampled,
        Map<String, String> living,
        List<String> gaps) {

    /** How far the store is, cheaply. */
    public record Size(long lines, long requests) {}

    public static Size size(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select (select coalesce(sum(lines), 0) from v_log_windows),"
                        + " (select coalesce(sum(requests), 0) from v_service_windows)")) {
            row.next();
            return new Size(row.getLong(1), row.getLong(2));
        }
    }

    public static Stored read(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            Map<String, String> successors = new HashMap<>();
            Map<String, String> living = new HashMap<>();
            rows(connection, "select pattern_id, service, template, successor from v_log_patterns", row -> {
                String successor = row.getString(4);
                if (successor == null) {
                    living.put(row.getString(1), row.getString(2) + ": " + row.getString(3));
                } else {
                    successors.put(row.getString(1), successor);
                }
            });
            Counts patterns = new Counts();
            rows(connection, "select service, pattern_id, window_start, count from v_pattern_counts", row -> {
                patterns.add(row.getString(1), lastOf(row.getString(2), successors), minute(row), row.getLong(4));
            });
            return new Stored(
                    counts(connection, "select service, '', window_start, lines from v_log_windows"),
                    patterns,
                    counts(connection, "select service, operation, window_start, requests from v_service_windows"),
                    counts(connection, "select service, operation, window_start, errors from v_service_windows"),
                    counts(connection, "select callee, caller, window_start, calls from v_service_edges"),
                    sampled(connection),
                    living,
                    gaps(connection));
        }
    }

    /** Ids of the living patterns. */
    public SortedSet<String> ids() {
        return new TreeSet<>(living.keySet());
    }

    private static String lastOf(String id, Map<String, String> successors) {
        String last = id;
        for (int steps = 0; successors.containsKey(last) && steps < successors.size(); steps++) {
            last = successors.getOrDefault(last, last);
        }
        return last;
    }

    private static Counts counts(Connection connection, String query) throws SQLException {
        Counts counts = new Counts();
        rows(connection, query, row -> counts.add(row.getString(1), row.getString(2), minute(row), row.getLong(4)));
        return counts;
    }

    private static List<String> gaps(Connection connection) throws SQLException {
        List<String> gaps = new ArrayList<>();
        rows(
                connection,
                "select kind, source, gaps from v_coverage where gaps::text <> '[]'",
                row -> gaps.add(row.getString(1) + " " + row.getString(2) + ": " + row.getString(3)));
        return gaps;
    }

    private static Set<Instant> sampled(Connection connection) throws SQLException {
        Set<Instant> minutes = new HashSet<>();
        rows(
                connection,
                "select '', '', window_start from v_service_windows where sampling <> 'EXACT'"
                        + " union select '', '', window_start from v_service_edges where sampling <> 'EXACT'",
                row -> minutes.add(minute(row)));
        return minutes;
    }

    private static Instant minute(ResultSet row) throws SQLException {
        return row.getObject(3, OffsetDateTime.class).toInstant();
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void rows(Connection connection, String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
