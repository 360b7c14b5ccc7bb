package io.lokitempo.lab.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * PostgreSQL as a process of its own, on loopback, with its data in one folder. PostgreSQL refuses to be root; for root it
 * runs in a user namespace, where root has no name.
 */
public final class Database implements Part {
    private static final String NAME = "lokitempo";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Leash server;
    private final String url;
    private final String user;
    private final String password;

    private Database(Leash server, String url, String user, String password) {
        this.server = server;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** For JDBC. */
    public static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /**
     * @param folder holds the programs and the data
     * @param log takes what the server writes
     */
    public static Database launch(Path folder, int port, String user, String password, Consumer<String> log) {
        Path programs = PostgresBinaries.in(folder);
        Path data = folder.resolve("data");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize(programs, data, user, password);
        }
        refuseOtherMajor(programs, data);
        Postmaster.endOrphan(data);
        Leash server = Leash.start(
                unprivileged(List.of(
                        programs.resolve("bin/postgres").toString(),
                        "-D" + data,
                        "-clisten_addresses=127.0.0.1",
                        "-cport=" + port,
                        "-cunix_socket_directories=",
                        "-cshared_buffers=64MB",
                        "-cmax_wal_size=256MB",
                        "-ctimezone=UTC")),
                "INT",
                STOP_LIMIT,
                Map.of(),
                folder,
                log);
        return new Database(server, url(port), user, password);
    }

    private static void initialize(Path programs, Path data, String user, String password) {
        try {
            Path passwordFile = Files.createTempFile(data.resolveSibling("."), "password", "");
            try {
                Files.writeString(passwordFile, password);
                run(unprivileged(List.of(
                        programs.resolve("bin/initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-locale",
                        "--no-instructions")));
            } finally {
                Files.delete(passwordFile);
            }
        } catch (IOException e) {
            throw new StartRefused("PostgreSQL's data folder " + data + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output.strip().replaceAll("\\s*\n\\s*", " "));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The command as it has to be run by whoever runs this. */
    private static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> prefixed = new ArrayList<>(List.of("unshare", "--user"));
        prefixed.addAll(command);
        return prefixed;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Before anything else is started: whether this user can run PostgreSQL at all. */
    static void refuseIfNotAllowed() {
        if (!isRoot()) {
            return;
        }
        try {
            run(List.of("unshare", "--user", "true"));
        } catch (IOException e) {
            throw new StartRefused(
                    "PostgreSQL does not run as root, and this system refuses root a user namespace (" + e.getMessage()
                            + "): run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own",
                    e);
        }
    }

    private static void refuseOtherMajor(Path programs, Path data) {
        try {
            String made = Files.readString(data.resolve("PG_VERSION")).strip();
            Process version =
                    new ProcessBuilder(programs.resolve("bin/postgres").toString(), "--version").start();
            String installed = version.inputReader().readLine().replaceFirst(".* (\\d+)\\..*", "$1");
            if (!made.equals(installed)) {
                throw new StartRefused("%s was made by PostgreSQL %s, this is %s: dump and restore it, or set DATA_DIR"
                        .formatted(data, made, installed));
            }
        } catch (IOException e) {
            throw new StartRefused("PostgreSQL's data folder " + data + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String everyone = url.replaceAll(NAME + "$", "postgres");
        while (true) {
            try (Connection connection = DriverManager.getConnection(everyone, user, password)) {
                createDatabaseIfNew(connection);
                return;
            } catch (SQLException e) {
                refuseIfFinal(deadline, e);
            }
            Thread.sleep(50);
        }
    }

    private void refuseIfFinal(long deadline, SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        // Class 28 is a refused sign-in, 08 no connection, 57P03 a server that is still starting.
        if (state.startsWith("28")) {
            throw new StartRefused(
                    "the data folder's PostgreSQL was made with another DATABASE_USER or DATABASE_PASSWORD", e);
        }
        if (!server.isAlive()) {
            throw new StartRefused("PostgreSQL ended while starting; its log says why", e);
        }
        if (System.nanoTime() > deadline || !(state.startsWith("08") || state.equals("57P03"))) {
            throw new StartRefused("PostgreSQL cannot be used: " + e.getMessage(), e);
        }
    }

    private static void createDatabaseIfNew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean isThere;
            try (ResultSet row = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
                isThere = row.next();
            }
            if (!isThere) {
                statement.execute("create database " + NAME);
            }
        }
    }

    /** For JDBC. */
    public String url() {
        return url;
    }

    @Override
    public boolean isAlive() {
        return server.isAlive();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return server.held();
    }

    @Override
    public int await() throws InterruptedException {
        return server.await();
    }

    @Override
    public void close() {
        server.close();
    }
}
