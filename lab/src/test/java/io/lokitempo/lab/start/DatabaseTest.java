package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// One folder for all, since the programs are unpacked and the data folder is made but once.
class DatabaseTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void createTable() throws SQLException, InterruptedException {
        try (Database database = start("secret")) {
            execute(database, "create table finding (id int)");
        }
    }

    @Test
    void rows_areThereAfterAStop() throws SQLException, InterruptedException {
        try (Database database = start("secret")) {
            execute(database, "insert into finding values (1)");
        }

        try (Database database = start("secret")) {
            assertThat(findings(database)).isPositive();
        }
    }

    @Test
    void leftOverServer_isEndedAndItsRowsAreThere() throws Exception {
        try (Database database = start("secret")) {
            execute(database, "insert into finding values (2)");
            ProcessHandle.Info orphan = server();
            assertThat(orphan.command())
                    .hasValueSatisfying(command -> assertThat(command).endsWith("/postgres"));

            // What a run does that finds the folder unlocked and the server of a killed run still there.
            try (Database next = start("secret")) {
                assertThat(findings(next)).isPositive();
            }
        }
    }

    @Test
    void staleProcessFile_isRemovedThoughAStrangerHasItsNumber() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.resolve("data/postmaster.pid"), stranger.pid() + "\n");

            try (Database database = start("secret")) {
                assertThat(findings(database)).isNotNegative();
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void otherPassword_isRefusedByName() {
        assertThatThrownBy(() -> start("other"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("DATABASE_PASSWORD");
    }

    @Test
    void otherMajorVersion_isRefused() throws IOException {
        Path version = folder.resolve("data/PG_VERSION");
        String made = Files.readString(version);
        Files.writeString(version, "15\n");
        try {
            assertThatThrownBy(() -> start("secret"))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll("made by PostgreSQL 15", "DATA_DIR");
        } finally {
            Files.writeString(version, made);
        }
    }

    private static Database start(String password) throws InterruptedException {
        Database database = Database.launch(folder, Ports.free(), "lokitempo", password, line -> {});
        try {
            database.awaitReady();
            return database;
        } catch (StartRefused e) {
            database.close();
            throw e;
        }
    }

    private static ProcessHandle.Info server() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        return ProcessHandle.of(pid).orElseThrow().info();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int findings(Database database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from finding")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), "lokitempo", "secret");
    }
}
