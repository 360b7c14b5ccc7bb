package io.lokitempo.lab.fault;

import io.lokitempo.lab.fault.Fault.OfProcess;
import io.lokitempo.lab.fault.Fault.OfUpstream;
import io.lokitempo.lab.fault.Fault.Upstream;
import io.lokitempo.lab.start.BrokerProcess;
import io.lokitempo.lab.start.Database;
import io.lokitempo.lab.start.Ports;
import io.lokitempo.lab.start.Program;
import io.lokitempo.lab.start.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An analyzer's whole installation to do harm to: broker, database and one analyzer or two, each a process of its own, and
 * a proxy before Loki and before Tempo. For one thread.
 */
public final class Testbed implements AutoCloseable {
    private static final String USER = "lokitempo";
    private static final String PASSWORD = "lokitempo";
    private static final String NOTHING = "";
    /** How long a fault of Loki or Tempo waits for a request to meet it. */
    private static final Duration VICTIM = Duration.ofSeconds(30);

    private final Setup setup;
    private final Path folder;
    private final Map<String, String> settings;
    private final Random random;
    private final int brokerPort = Ports.free();
    private final int databasePort = Ports.free();
    private final Kept broker;
    private final Kept database;
    private final List<Kept> analyzers = new ArrayList<>();
    private int analyzersEver;
    private int ownDeaths;

    /**
     * What all runs have in common.
     *
     * @param analyzer the service as it ships, unpacked
     * @param loki before the server; the same for all runs, since patterns are of the address they came from
     * @param tempo the same
     */
    public record Setup(Program analyzer, FaultProxy loki, FaultProxy tempo) {}

    /**
     * Launches broker and database, and an analyzer once both can be used.
     *
     * @param folder of this run alone
     * @param settings of the analyzer, beyond where its servers are
     * @param seed decides which of two analyzers is hit
     */
    public Testbed(Setup setup, Path folder, Map<String, String> settings, long seed) throws InterruptedException {
        this.setup = setup;
        this.folder = folder;
        this.random = new Random(seed);
        this.settings = Map.copyOf(settings);
        Path logs = made("logs");
        broker = new Kept(
                "broker",
                () -> BrokerProcess.launch(made("kafka"), brokerPort, logs.resolve("kafka.log"), Testbed::ignore));
        database = new Kept(
                "database", () -> Database.launch(made("postgres"), databasePort, USER, PASSWORD, Testbed::ignore));
        try {
            broker.awaitReady();
            database.awaitReady();
            addAnalyzer();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void addAnalyzer() {
        String name = "analyzer-" + ++analyzersEver;
        Map<String, String> environment = environment(name, Ports.free());
        analyzers.add(new Kept(
                name,
                () -> ServiceProcess.launch(
                        setup.analyzer(),
                        "http://127.0.0.1:" + environment.get("ANALYZER_PORT"),
                        environment,
                        made(name),
                        Testbed::ignore)));
    }

    private Map<String, String> environment(String name, int port) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LOKI_URL", setup.loki().url().toString());
        environment.put("TEMPO_URL", setup.tempo().url().toString());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + brokerPort);
        environment.put("DATABASE_URL", Database.url(databasePort));
        environment.put("DATABASE_USER", USER);
        environment.put("DATABASE_PASSWORD", PASSWORD);
        environment.put("ANALYZER_PORT", "" + port);
        environment.put("STREAM_STATE_DIR", made(name + "/state").toString());
        environment.put("LOGGING_FILE_NAME", made("logs").resolve(name + ".log").toString());
        // An installation of the surroundings must not meddle.
        for (String other : List.of("TENANT_ID", "LOKI_AUTH_USER", "LOKI_AUTH_TOKEN", "TEMPO_AUTH_USER")) {
            environment.putIfAbsent(other, NOTHING);
        }
        return environment;
    }

    /** Lets the fault begin, last and end. What it hit may still be coming back when this returns. */
    public void suffer(Fault fault) throws InterruptedException {
        switch (fault) {
            case OfUpstream(Upstream upstream, UpstreamFault kind, double share, Duration length) -> {
                FaultProxy proxy = upstream == Upstream.LOKI ? setup.loki() : setup.tempo();
                long met = proxy.spoilt();
                proxy.inject(kind, share);
                Thread.sleep(length);
                awaitVictim(kind, proxy, met);
                proxy.heal();
            }
            case OfProcess(ProcessFault kind, Duration length) -> {
                switch (kind) {
                    case ANALYZER_KILLED -> anyAnalyzer().killFor(length);
                    case ANALYZER_FROZEN -> anyAnalyzer().freezeFor(length);
                    case BROKER_KILLED -> broker.killFor(length);
                    case DATABASE_KILLED -> database.killFor(length);
                    case SECOND_JOINS -> {
                        addAnalyzer();
                        Thread.sleep(length);
                    }
                    case ONE_OF_TWO_KILLED -> {
                        Kept one = anyAnalyzer();
                        one.kill();
                        forget(one);
                        Thread.sleep(length);
                    }
                }
            }
        }
    }

    /** A fault that nobody met would prove nothing; that nobody listens is met unseen. */
    private static void awaitVictim(UpstreamFault kind, FaultProxy proxy, long met) throws InterruptedException {
        long patience = System.nanoTime() + VICTIM.toNanos();
        while (kind != UpstreamFault.REFUSED_CONNECTION && proxy.spoilt() == met && System.nanoTime() < patience) {
            Thread.sleep(20);
        }
    }

    private Kept anyAnalyzer() {
        return analyzers.get(random.nextInt(analyzers.size()));
    }

    private void forget(Kept analyzer) {
        ownDeaths += analyzer.ownDeaths();
        analyzer.close();
        analyzers.remove(analyzer);
    }

    /** Launches what ended by itself, as a supervisor does. */
    public void revive() {
        broker.revive();
        database.revive();
        analyzers.forEach(Kept::revive);
    }

    /** How often a process ended that nobody had killed. */
    public int ownDeaths() {
        return ownDeaths
                + broker.ownDeaths()
                + database.ownDeaths()
                + analyzers.stream().mapToInt(Kept::ownDeaths).sum();
    }

    /** Requests that Loki and Tempo answered so far, those of earlier runs included. */
    long answered() {
        return setup.loki().answered() + setup.tempo().answered();
    }

    /** Requests that met a fault so far, those of earlier runs included. */
    long spoilt() {
        return setup.loki().spoilt() + setup.tempo().spoilt();
    }

    public Stored.Size size() throws SQLException {
        return Stored.size(Database.url(databasePort), USER, PASSWORD);
    }

    public Stored stored() throws SQLException {
        return Stored.read(Database.url(databasePort), USER, PASSWORD);
    }

    private Path made(String part) {
        try {
            return Files.createDirectories(folder.resolve(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ignore(String line) {
        // All of it is in the logs folder.
    }

    @Override
    public void close() {
        analyzers.forEach(Kept::close);
        broker.close();
        database.close();
    }
}
