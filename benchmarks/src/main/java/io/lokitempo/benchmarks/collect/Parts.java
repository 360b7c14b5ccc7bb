package io.lokitempo.benchmarks.collect;

import io.lokitempo.lab.start.BrokerProcess;
import io.lokitempo.lab.start.Database;
import io.lokitempo.lab.start.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kafka and PostgreSQL as processes of their own, as {@code ./run} starts them, in a folder that is deleted in the end. */
final class Parts implements AutoCloseable {
    private static final String USER = "bench";
    /** Class of SQLSTATE: no such table, or a database that is still starting. */
    private static final List<String> NOT_YET = List.of("42", "57", "08");

    private final Path folder;
    private final Part broker;
    private final int brokerPort;
    private final Database database;
    private @Nullable Connection connection;

    private Parts(Path folder, Part broker, int brokerPort, Database database) {
        this.folder = folder;
        this.broker = broker;
        this.brokerPort = brokerPort;
        this.database = database;
    }

    static Parts start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lokitempo-collect");
        Path kafka = Files.createDirectory(folder.resolve("kafka"));
        Path postgres = Files.createDirectory(folder.resolve("postgres"));
        int brokerPort = freePort();
        Part broker = BrokerProcess.launch(kafka, brokerPort, folder.resolve("kafka.log"), _ -> {});
        Database database = Database.launch(postgres, freePort(), USER, USER, _ -> {});
        broker.awaitReady();
        database.awaitReady();
        return new Parts(folder, broker, brokerPort, database);
    }

    /** What the analyzer needs to know of them. */
    List<String> settings() {
        return List.of(
                "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:" + brokerPort,
                "DATABASE_URL=" + database.url(),
                "DATABASE_USER=" + USER,
                "DATABASE_PASSWORD=" + USER,
                "ANALYZER_SETTINGS_FILE=" + folder.resolve("analyzer-settings.json"),
                "STREAM_STATE_DIR=" + folder.resolve("streams"));
    }

    /** Lines of the windows that start in {@code [from, to)}, as stored. */
    long lines(Instant from, Instant to) throws SQLException {
        String windows =
                "select coalesce(sum(total), 0), 0 from log_window where window_start >= ? and window_start < ?";
        try {
            return row(connected(), windows, from, to)[0];
        } catch (SQLException e) {
            if (NOT_YET.stream().anyMatch(String.valueOf(e.getSQLState())::startsWith)) {
                return 0;
            }
            throw e;
        }
    }

    /** Lines of the same windows by pattern and as other, and the rows they fill. */
    long[] byPattern(Instant from, Instant to) throws SQLException {
        String others =
                "select coalesce(sum(other), 0), 0 from log_window where window_start >= ? and window_start < ?";
        String patterns = "select coalesce(sum(count), 0), count(*) from pattern_count where "
                + "window_start >= ? and window_start < ?";
        long[] counts = row(connected(), patterns, from, to);
        return new long[] {counts[0] + row(connected(), others, from, to)[0], counts[1]};
    }

    private static long[] row(Connection connection, String sql, Instant from, Instant to) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
            }
        }
    }

    long templates() throws SQLException {
        try (Statement statement = connected().createStatement();
                ResultSet row = statement.executeQuery("select count(*) from log_pattern where successor is null")) {
            row.next();
            return row.getLong(1);
        }
    }

    // Kept, since a sign-in costs PostgreSQL more than a question.
    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(database.url(), USER, USER);
            connection = open;
        }
        return open;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        database.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e.getMessage());
        }
    }
}
