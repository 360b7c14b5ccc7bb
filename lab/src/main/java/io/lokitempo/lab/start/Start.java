package io.lokitempo.lab.start;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Starts the whole system and keeps it running. Arguments: the project's folder and the folder of the unpacked services.
 * Called by {@code ./run}, which builds both.
 */
public final class Start {
    // What runs this asked for an end within 10 s; what is left then ends with this process.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(9);

    private Start() {}

    public static void main(String[] args) throws InterruptedException {
        Console console = Console.standard();
        try {
            run(Path.of(args[0]), Path.of(args[1]), console);
        } catch (StartRefused e) {
            console.say("run", "cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path root, Path programs, Console console) throws InterruptedException {
        long begun = System.nanoTime();
        RunSettings settings = RunSettings.of(root, DotEnv.read(root.resolve(".env")), System.getenv());
        DataFolder data = DataFolder.open(settings.dataFolder());
        Ports.refuseIfTaken(settings.listeners());
        if (settings.startsPostgres()) {
            Database.refuseIfNotAllowed();
        }
        LabLog.install(data.of("logs").resolve("lab.log"), console::say);
        Installation installation = new Installation(settings, data, programs, console);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(installation, console), "stop"));
        try {
            installation.start();
        } catch (StartRefused e) {
            if (installation.isStopping()) {
                return;
            }
            throw e;
        }
        welcome(settings, Duration.ofNanos(System.nanoTime() - begun), console);
        console.say("run", installation.awaitFailure());
        System.exit(1);
    }

    private static void stop(Installation installation, Console console) {
        console.say("run", "stopping");
        Thread stopping = Thread.ofPlatform().daemon().start(installation::close);
        try {
            boolean stopped = stopping.join(STOP_LIMIT);
            console.say("run", stopped ? "stopped" : "what did not stop in time is being killed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void welcome(RunSettings settings, Duration took, Console console) {
        String mcp = settings.mcp().url();
        console.say(
                "run",
                "up after %.1f s; data in %s; Ctrl-C stops everything"
                        .formatted(took.toMillis() / 1e3, settings.dataFolder()));
        console.say("run", "  MCP server   %s/sse (HTTP+SSE)  %s/mcp (Streamable HTTP)".formatted(mcp, mcp));
        console.say("run", "  analyzer     " + settings.analyzer().url() + "/actuator/health");
        if (settings.startsKafka()) {
            console.say("run", "  Kafka        " + settings.kafka().address());
        }
        if (settings.startsPostgres()) {
            console.say(
                    "run",
                    "  PostgreSQL   %s, database lokitempo"
                            .formatted(settings.postgres().address()));
        }
        console.say("run", "  Loki         " + settings.get("LOKI_URL").orElse(backend(settings, settings.loki())));
        console.say("run", "  Tempo        " + settings.get("TEMPO_URL").orElse(backend(settings, settings.tempo())));
        console.say("run", "try:");
        console.say("run", "  ./smoke " + mcp);
        console.say("run", "  claude mcp add --transport http loki-tempo " + mcp + "/mcp");
        console.say("run", "  curl " + settings.analyzer().url() + "/actuator/health");
    }

    private static String backend(RunSettings settings, RunSettings.Listener standIn) {
        return settings.analyzesGivenBackends() ? "not set" : standIn.url() + " (a stand-in with the shop's telemetry)";
    }
}
