package io.lokitempo.lab.start;

import io.lokitempo.lab.start.RunSettings.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

/** A service's process: started, waited for until it is healthy, started again when it dies. */
final class SupervisedService implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(5);
    // More deaths than these in that time are no accident: starting again would only hide the cause.
    private static final int DEATHS_ALLOWED = 4;
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(10);

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
        Deque<Long> deaths = new ArrayDeque<>();
        try {
            while (true) {
                int status = process.await();
                if (stopping) {
                    return;
                }
                long now = System.nanoTime();
                deaths.addLast(now);
                deaths.removeIf(death -> now - death > DEATHS_WITHIN.toNanos());
                if (deaths.size() > DEATHS_ALLOWED) {
                    giveUp.accept("%s ended %d times within %d minutes, the last time with status %d"
                            .formatted(program.name(), deaths.size(), DEATHS_WITHIN.toMinutes(), status));
                    return;
                }
                console.say(listener.part(), "ended with status " + status + ": started again");
                Thread.sleep(Duration.ofSeconds(1L << (deaths.size() - 1)));
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
