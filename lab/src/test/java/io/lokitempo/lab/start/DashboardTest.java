package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the dashboard's queries on the schema, so that a changed view is noticed before a panel shows an error. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("../docker/grafana/dashboards/lokitempo.json");
    private static final Path MIGRATIONS = Path.of("../shared/src/main/resources/db/migration");

    @TempDir
    static Path folder;

    private static Database database;
    private static Connection connection;

    @BeforeAll
    static void migrate() throws SQLException, IOException, InterruptedException {
        database = Database.launch(folder, Ports.free(), "lokitempo", "secret", line -> {});
        database.awaitReady();
        connection = DriverManager.getConnection(database.url(), "lokitempo", "secret");
        try (Statement statement = connection.createStatement();
                Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("V"))
                    .sorted(Comparator.comparingInt(DashboardTest::version))
                    .toList()) {
                statement.execute(Files.readString(file));
            }
        }
    }

    private static int version(Path migration) {
        String name = migration.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        database.close();
    }

    static List<String> queries() {
        JsonNode dashboard = JsonMapper.builder().build().readTree(DASHBOARD);
        Stream<JsonNode> panels = dashboard.findValues("rawSql").stream();
        Stream<JsonNode> others =
                Stream.of(dashboard.at("/templating/list/0/query"), dashboard.at("/annotations/list/0/rawQuery"));
        return Stream.concat(panels, others).map(JsonNode::stringValue).toList();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_runsOnTheViews(String sql) throws SQLException {
        assertThat(sql).containsPattern("from v_");
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute(asGrafanaSendsIt(sql))).isTrue();
        }
    }

    private static String asGrafanaSendsIt(String sql) {
        return sql.replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 between now() - interval '1 hour' and now()")
                .replace("$__timeFrom()", "now() - interval '1 hour'")
                .replace("${service:sqlstring}", "'checkout','payment'");
    }
}
