package io.lokitempo.truth;

import io.lokitempo.analyzer.store.FindingStore;
import io.lokitempo.finding.Scope;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import io.lokitempo.lab.start.Database;
import io.lokitempo.lab.start.Ports;
import io.lokitempo.lab.start.Program;
import io.lokitempo.lab.start.ServiceProcess;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database and the MCP service as it ships, each a process of its own, for any number of plays. Each play is a tenant;
 * Loki and Tempo are stand-ins that begin anew with each, at the same addresses.
 */
final class Stage implements AutoCloseable {
    private static final String USER = "truth";
    private static final String HOST = "127.0.0.1";
    private static final Duration LIVE_HISTORY = Duration.ofMinutes(16);
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 5_000;

    private final Path folder;
    private final Database database;
    private final ServiceProcess service;
    private final FindingStore store;
    private final String address;
    private final int lokiPort = Ports.free();
    private final int tempoPort = Ports.free();

    /**
     * @param jar of the MCP service
     * @param plays that will be played
     * @param log takes what the service writes
     */
    Stage(Path jar, List<Play> plays, Consumer<String> log) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("lokitempo-truth");
        database =
                Database.launch(Files.createDirectory(folder.resolve("postgres")), Ports.free(), USER, USER, _ -> {});
        int port = Ports.free();
        address = "http://" + HOST + ":" + port;
        Program program = new Program(
                "mcp-service",
                folder.resolve("mcp-service.aot"),
                "512m",
                List.of("-XX:TieredStopAtLevel=1"),
                List.of("-jar", jar.toAbsolutePath().toString()),
                "");
        service = ServiceProcess.launch(program, address, environment(port, plays), folder, log);
        try {
            database.awaitReady();
            DriverManagerDataSource source = new DriverManagerDataSource(database.url(), USER, USER);
            Flyway.configure().dataSource(source).load().migrate();
            store = FindingStore.in(source, RETENTION, Clock.systemUTC());
            service.awaitReady();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private Map<String, String> environment(int port, List<Play> plays) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LOKI_URL", lokiUrl());
        environment.put("TEMPO_URL", tempoUrl());
        environment.put("MCP_PORT", "" + port);
        environment.put("MCP_AUTH", "tokens");
        environment.put(
                "MCP_TOKENS",
                plays.stream()
                        .map(play -> "agent-" + play.name() + ":exporter:" + play.name() + "=" + token(play))
                        .collect(Collectors.joining(",")));
        environment.put("MCP_CALLS_PER_MINUTE", "100000");
        environment.put("DATABASE_URL", database.url());
        environment.put("DATABASE_USER", USER);
        environment.put("DATABASE_PASSWORD", USER);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", HOST + ":1");
        environment.put("MCP_SETTINGS_FILE", folder.resolve("settings.json").toString());
        environment.put("EXPORT_DIR", folder.resolve("exports").toString());
        return environment;
    }

    private static String token(Play play) {
        return "token-of-" + play.name();
    }

    private String lokiUrl() {
        return "http://" + HOST + ":" + lokiPort;
    }

    private String tempoUrl() {
        return "http://" + HOST + ":" + tempoPort;
    }

    /** What is asked of the stage while a play is on it. */
    interface Audience {
        void watch(Play play, Agent agent, Telemetry telemetry);
    }

    /** Lets the play happen, all of it, and then the audience ask. */
    void play(Play scripted, Audience audience) throws InterruptedException {
        Play play = scripted.endingBefore(Instant.now());
        Scope scope = play.scope(lokiUrl(), tempoUrl());
        List<Object> findings = Analysis.of(play, scope);
        for (int from = 0; from < findings.size(); from += BATCH) {
            store.write(findings.subList(from, Math.min(findings.size(), from + BATCH)));
        }
        TimeWindow live = new TimeWindow(
                play.struck().start().minus(LIVE_HISTORY), play.whole().end().plus(Reduction.LAG));
        Telemetry telemetry = play.during(live);
        try (LokiStandIn loki = LokiStandIn.start(HOST, lokiPort, StandInLimits.DEFAULT);
                TempoStandIn tempo = TempoStandIn.start(HOST, tempoPort, StandInLimits.DEFAULT);
                Agent agent = new Agent(address, token(play))) {
            push(play, loki.url(), PushFormat.LOKI, telemetry.lines());
            push(play, tempo.url(), PushFormat.OTLP, telemetry.spans());
            awaitFindings(agent);
            audience.watch(play, agent, telemetry);
        }
    }

    /** The service looks again at a database that was away when it started, a little later. */
    private static void awaitFindings(Agent agent) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!agent.ask("list_services", "time_range", "30m").isPrecomputed() && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
    }

    private static <T> void push(Play play, URI server, PushFormat<T> format, List<T> things)
            throws InterruptedException {
        Endpoint endpoint = new Endpoint(server, new Credentials.Anonymous(), play.tenant(), PATIENCE, 1, 1);
        try (Push<T> push = new Push<>(endpoint, format)) {
            push.push(things);
            if (push.progress().refused() > 0) {
                throw new IllegalStateException(server + " refused " + push.progress());
            }
        }
    }

    @Override
    public void close() {
        service.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e.getMessage());
        }
    }
}
