package io.lokitempo.lab.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import java.util.function.Function;

/** All parts of one run: the infrastructure first, then what sends telemetry, then the services. */
final class Installation implements AutoCloseable {
    // A day of the shop takes about 200 MB.
    private static final String SHOP_HEAP = "384m";

    private final RunSettings settings;
    private final DataFolder data;
    private final Console console;
    private final Program analyzer;
    private final Program mcp;
    private final Path programs;
    private final Stages stages;
    private final Map<String, String> environment;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /** @param programs the folder of the unpacked services */
    Installation(RunSettings settings, DataFolder data, Path programs, Console console) {
        this.settings = settings;
        this.data = data;
        this.console = console;
        analyzer = Program.service("analyzer-service", programs.resolve("analyzer-service"), "512m");
        this.programs = programs;
        mcp = Program.service("mcp-service", programs.resolve("mcp-service"), "384m");
        stages = new Stages(console);
        environment = new HashMap<>(settings.environment());
    }

    /** Returns when all parts are up and healthy. */
    void start() throws InterruptedException {
        Thread.ofVirtual().name("room").start(this::watchRoom);
        stages.next();
        Optional<Supervised> shop = launchShop();
        together(List.of(this::startKafka, this::startPostgres));
        stages.next();
        Supervised answering = launch(mcp, settings.mcp());
        if (shop.isPresent()) {
            // The analyzer counts closed minutes: it had better not find half of the shop's history.
            await(shop.get());
        }
        List<Supervised> services = List.of(launch(analyzer, settings.analyzer()), answering);
        together(services.stream().map(service -> (Task) () -> await(service)).toList());
        Thread.ofVirtual().name("training").start(this::train);
    }

    private void watchRoom() {
        try {
            fail(data.awaitFull());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What starts last, and longest, first. */
    private void train() {
        Path folder = data.of("work");
        AotTraining.train(mcp, serviceEnvironment(mcp), folder, stages);
        AotTraining.train(analyzer, serviceEnvironment(analyzer), folder, stages);
        Path lesson = data.of("work/lesson");
        Path log = lesson.resolve("lesson.log");
        AotTraining.train(
                BrokerProcess.program(programs, lesson.resolve("kafka"), Ports.free(), log), Map.of(), folder, stages);
        Map<String, String> brief = Map.of("LAB_BACKFILL", "1m", "LAB_REPUSH", "1m");
        AotTraining.train(shop(Ports.free(), Ports.free(), lesson, log), brief, folder, stages);
        data.remove("work/lesson");
    }

    /** Waits until a part can be used; from then on it is kept alive. */
    private void await(Supervised part) throws InterruptedException {
        part.awaitReady();
        Thread.ofVirtual().name("supervisor").start(() -> part.keepAlive(this::fail));
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

    private void startKafka() throws InterruptedException {
        if (settings.startsKafka()) {
            String address = settings.kafka().address();
            Path log = data.of("logs").resolve("kafka.log");
            Program kafka = BrokerProcess.program(
                    programs, data.of("kafka"), settings.kafka().port(), log);
            await(supervise("kafka", lines -> BrokerProcess.launch(kafka, lines)));
            put("KAFKA_BOOTSTRAP_SERVERS", address);
            console.say("kafka", "listens on " + address);
        }
    }

    private void startPostgres() throws InterruptedException {
        if (settings.startsPostgres()) {
            String user = settings.get("DATABASE_USER").orElse("lokitempo");
            String password = settings.get("DATABASE_PASSWORD").orElse("lokitempo");
            int port = settings.postgres().port();
            Consumer<String> log = postgresLog();
            await(supervise("postgres", _ -> Database.launch(data.of("postgres"), port, user, password, log)));
            put("DATABASE_URL", Database.url(port));
            put("DATABASE_USER", user);
            put("DATABASE_PASSWORD", password);
            console.say("postgres", "listens on " + settings.postgres().address());
        }
    }

    private Optional<Supervised> launchShop() {
        if (settings.analyzesGivenBackends()) {
            return Optional.empty();
        }
        put("LOKI_URL", settings.loki().url());
        put("TEMPO_URL", settings.tempo().url());
        Program shop = shop(
                settings.loki().port(),
                settings.tempo().port(),
                data.of("lab"),
                data.of("logs").resolve("shop.log"));
        return Optional.of(supervise(
                "shop", lines -> LabProcess.launch("the shop", shop, settings.environment(), data.of("work"), lines)));
    }

    private Program shop(int lokiPort, int tempoPort, Path folder, Path log) {
        List<String> arguments = List.of("" + lokiPort, "" + tempoPort, folder.toString(), log.toString());
        return Program.ofLab("shop", programs, SHOP_HEAP, List.of(), ShopProgram.class, arguments);
    }

    private Supervised supervise(String label, Function<Consumer<String>, Part> launch) {
        Consumer<String> lines = line -> {
            // Where it was thrown is in the log; here, one line says what happened.
            if (!line.stripLeading().startsWith("at ")) {
                console.say(label, line);
            }
        };
        return stages.add(new Supervised(label, () -> launch.apply(lines), console));
    }

    private synchronized void put(String name, String value) {
        environment.put(name, value);
    }

    private Supervised launch(Program program, RunSettings.Listener listener) {
        Map<String, String> own = serviceEnvironment(program);
        return supervise(
                listener.part(), lines -> ServiceProcess.launch(program, listener.url(), own, data.of("work"), lines));
    }

    private synchronized Map<String, String> serviceEnvironment(Program program) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("EXPORT_DIR", data.of("exports").toString());
        all.computeIfAbsent("SETTINGS_KEY", _ -> SettingsKey.in(data.of("work")));
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

    /** What one part's start takes. */
    private interface Task {
        void run() throws InterruptedException;
    }

    /** Does all at the same time; the first failure is thrown once all have ended. */
    private static void together(List<Task> tasks) throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> calls = tasks.stream()
                    .map(task -> (Callable<Object>) () -> {
                        task.run();
                        return task;
                    })
                    .toList();
            for (Future<Object> task : executor.invokeAll(calls)) {
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
