package io.lokitempo.lab.start;

import io.lokitempo.lab.shop.ShopEnvironment;
import io.lokitempo.lab.shop.ShopRunner;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** All parts of one run: the infrastructure first, then what sends telemetry, then the services. */
final class Installation implements AutoCloseable {
    // A day of the shop, in about 200 MB.
    private static final StandInLimits KEPT =
            new StandInLimits(Duration.ofDays(1), 1_000_000, 400_000, Duration.ofSeconds(30));

    /** How long the shop's history may take to arrive, and how close to now it then is. */
    private static final Duration HISTORY = Duration.ofMinutes(2);

    private static final Duration PRESENT = Duration.ofSeconds(10);

    private final RunSettings settings;
    private final DataFolder data;
    private final Console console;
    private final Program analyzer;
    private final Program mcp;
    private final Stages stages;
    private final Map<String, String> environment;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /** @param programs the folder of the unpacked services */
    Installation(RunSettings settings, DataFolder data, Path programs, Console console) {
        this.settings = settings;
        this.data = data;
        this.console = console;
        analyzer = new Program("analyzer-service", programs.resolve("analyzer-service"), "512m");
        mcp = new Program("mcp-service", programs.resolve("mcp-service"), "384m");
        stages = new Stages(console);
        environment = new HashMap<>(settings.environment());
    }

    /** Returns when all parts are up and healthy. */
    void start() throws InterruptedException {
        stages.next();
        together(List.of(this::startKafka, this::startPostgres, this::startStandIns));
        stages.next();
        Optional<ShopRunner> shop = startShop();
        stages.next();
        SupervisedService answering = launch(mcp, settings.mcp());
        if (shop.isPresent()) {
            awaitHistory(shop.get());
        }
        List<SupervisedService> services = List.of(launch(analyzer, settings.analyzer()), answering);
        together(services.stream()
                .map(service -> (Callable<Object>) () -> {
                    service.awaitHealthy();
                    return service;
                })
                .toList());
        services.forEach(service -> Thread.ofVirtual().name("supervisor").start(() -> service.keepAlive(this::fail)));
        Thread.ofVirtual().name("training").start(() -> {
            AotTraining.train(mcp, serviceEnvironment(mcp), data.of("work"), stages);
            AotTraining.train(analyzer, serviceEnvironment(analyzer), data.of("work"), stages);
        });
    }

    /** Whether everything is being stopped, so that what fails now fails for that. */
    boolean isStopping() {
        return stages.isClosed();
    }

    /** Waits for what no restart mends, and says what it was. */
    String awaitFailure() throws InterruptedException {
        try {
            return failure.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fail(String reason) {
        if (!isStopping()) {
            failure.complete(reason);
        }
    }

    private Object startKafka() {
        if (settings.startsKafka()) {
            Broker broker =
                    stages.add(Broker.start(data.of("kafka"), settings.kafka().port()));
            put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            console.say("kafka", "listens on " + broker.bootstrapServers());
        }
        return environment;
    }

    private Object startPostgres() {
        if (settings.startsPostgres()) {
            String user = settings.get("DATABASE_USER").orElse("lokitempo");
            String password = settings.get("DATABASE_PASSWORD").orElse("lokitempo");
            Consumer<String> log = postgresLog();
            SupervisedDatabase database = stages.add(new SupervisedDatabase(
                    () -> Database.start(
                            data.of("postgres"), settings.postgres().port(), user, password, log),
                    console));
            put("DATABASE_URL", database.url());
            put("DATABASE_USER", user);
            put("DATABASE_PASSWORD", password);
            console.say("postgres", "listens on " + settings.postgres().address());
            Thread.ofVirtual().name("postgres").start(() -> database.keepAlive(this::fail));
        }
        return environment;
    }

    private Object startStandIns() {
        if (!settings.analyzesGivenBackends()) {
            LokiStandIn loki =
                    stages.add(LokiStandIn.start("127.0.0.1", settings.loki().port(), KEPT));
            TempoStandIn tempo =
                    stages.add(TempoStandIn.start("127.0.0.1", settings.tempo().port(), KEPT));
            put("LOKI_URL", loki.url().toString());
            put("TEMPO_URL", tempo.url().toString());
            console.say("lab", "stands in for Loki on %s and for Tempo on %s".formatted(loki.url(), tempo.url()));
        }
        return environment;
    }

    private Optional<ShopRunner> startShop() {
        if (settings.analyzesGivenBackends()) {
            return Optional.empty();
        }
        Map<String, String> shop = new HashMap<>(environment);
        shop.putIfAbsent("LAB_DATA_DIR", data.of("lab").toString());
        // The stand-in takes spans where it answers queries.
        shop.putIfAbsent("LAB_OTLP_URL", shop.getOrDefault("TEMPO_URL", ""));
        // The stand-ins keep nothing over a restart, and the last audit of a window comes 70 minutes after it.
        shop.putIfAbsent("LAB_REPUSH", "80m");
        try {
            ShopRunner runner = stages.add(ShopRunner.start(ShopEnvironment.read(shop)));
            console.say("shop", "open: sends its history, then what happens each second");
            return Optional.of(runner);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(String.valueOf(e.getMessage()).replace("\n", "; "), e);
        }
    }

    /** The analyzer counts closed minutes: history that came after it had passed would be counted late, by revisions. */
    private void awaitHistory(ShopRunner shop) throws InterruptedException {
        Instant patience = Instant.now().plus(HISTORY);
        while (shop.progress().values().stream().anyMatch(lane -> lane.lag().compareTo(PRESENT) > 0)) {
            if (Instant.now().isAfter(patience)) {
                console.say("shop", "its history is still on its way: the analyzer counts it as it arrives");
                return;
            }
            Thread.sleep(100);
        }
    }

    private synchronized void put(String name, String value) {
        environment.put(name, value);
    }

    private SupervisedService launch(Program program, RunSettings.Listener listener) {
        return stages.add(
                new SupervisedService(program, listener, serviceEnvironment(program), data.of("work"), console));
    }

    private synchronized Map<String, String> serviceEnvironment(Program program) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("EXPORT_DIR", data.of("exports").toString());
        // The console shows what one line can; the file has everything, and Boot bounds its size.
        all.put(
                "LOGGING_FILE_NAME",
                data.of("logs").resolve(program.name() + ".log").toString());
        all.put("LOGGING_PATTERN_CONSOLE", "%-5level %logger{0}: %msg%n%rEx{1}");
        all.putIfAbsent("LOGGING_LEVEL_ROOT", "WARN");
        all.putIfAbsent("LOGGING_LEVEL_IO_LOKITEMPO", "INFO");
        // An agent's open event stream never ends by itself.
        all.put("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "3s");
        return all;
    }

    private Path postgresLogFile() {
        return data.of("logs").resolve("postgres.log");
    }

    /** All lines to the file, begun anew at each start; only a crash to the console. */
    private Consumer<String> postgresLog() {
        Path file = postgresLogFile();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartRefused(file + " cannot be written: " + e.getMessage(), e);
        }
        return line -> {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (line.contains("PANIC:")) {
                console.say("postgres", line);
            }
        };
    }

    /** Does all at the same time; the first failure is thrown once all have ended. */
    private static void together(List<Callable<Object>> tasks) throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartRefused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        stages.close();
        data.close();
    }
}
