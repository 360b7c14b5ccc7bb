package io.lokitempo.lab.start;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A service as a process; it can be used when its health says so. */
public final class ServiceProcess implements Part {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);
    private static final Duration HEALTH_LIMIT = Duration.ofMinutes(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Leash process;
    private final HttpRequest health;

    private ServiceProcess(String name, Leash process, URI health) {
        this.name = name;
        this.process = process;
        this.health =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
    }

    /**
     * @param url where it will listen
     * @param lines takes what it writes
     */
    public static ServiceProcess launch(
            Program program, String url, Map<String, String> environment, Path folder, Consumer<String> lines) {
        Leash process = Leash.start(program.command(), "TERM", STOP_LIMIT, environment, folder, lines);
        return new ServiceProcess(program.name(), process, URI.create(url + "/actuator/health"));
    }

    @Override
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + HEALTH_LIMIT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new StartRefused("%s ended with status %d before it was up; its last lines say why"
                        .formatted(name, process.await()));
            }
            try {
                var answer = HTTP.send(health, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = "no answer: " + e;
            }
            Thread.sleep(100);
        }
        throw new StartRefused("%s is not healthy after %d s: %s".formatted(name, HEALTH_LIMIT.toSeconds(), last));
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return process.held();
    }

    @Override
    public int await() throws InterruptedException {
        return process.await();
    }

    @Override
    public void close() {
        process.close();
    }
}
