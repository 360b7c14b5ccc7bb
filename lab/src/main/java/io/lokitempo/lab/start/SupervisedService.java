package io.lokitempo.lab.start;

import io.lokitempo.lab.start.RunSettings.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A service's process: started, waited for until it is healthy, started again when it dies. */
final class SupervisedService implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(5);

    private final Program program;
    private final Listener listener;
    private final Map<String, String> environment;
    private final Path folder;
    private final Console console;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile Leash process;
    private volatile boolean stopping;

    SupervisedService(
            Program program, Listener listener, Map<String, String> environment, Path folder, Console console) {
        this.program = program;
        this.listener = listener;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.console = console;
        process = launch();
    }

    private Leash launch() {
        return Leash.start(
                program.command(), "TERM", STOP_LIMIT, environment, folder, line -> console.say(listener.part(), line));
    }

    /** Waits until the service says that it is up. */
    void awaitHealthy() throws InterruptedException {
        URI health = URI.create(listener.url() + "/actuator/health");
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        long deadline = System.nanoTime() + HEALTH_LIMIT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new StartRefused("%s ended with status %d before it was up; its last lines say why"
                        .formatted(program.name(), process.await()));
            }
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = "no answer: " + e;
            }
            Thread.sleep(100);
        }
        throw new StartRefused(
                "%s is not healthy after %d s: %s".formatted(program.name(), HEALTH_LIMIT.toSeconds(), last));
    }

    /** Starts the service again whenever it ends, until that happens too often; then says so and returns. */
    void keepAlive(Consumer<String> giveUp) {
        Deaths deaths = new Deaths();
        try {
            while (true) {
                int status = process.await();
                if (stopping) {
                    return;
                }
                deaths.count();
                if (deaths.areTooMany()) {
                    giveUp.accept(
                            "%s ended %s, the last time with status %d".formatted(program.name(), deaths, status));
                    return;
                }
                console.say(listener.part(), "ended with status " + status + ": started again");
                Thread.sleep(deaths.pause());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void restart() {
        if (!stopping) {
            process = launch();
        }
    }

    @Override
    public void close() {
        Leash last;
        synchronized (this) {
            stopping = true;
            last = process;
        }
        last.close();
    }
}
