package io.lokitempo.lab.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that ends when this one does, however this one ends. It runs under a small shell that holds the reading end
 * of a pipe: closing the pipe is how the process is stopped, and a killed parent's pipe is closed by the kernel.
 */
final class Leash implements AutoCloseable {
    private static final String SHELL = shell();

    private final Process process;
    private final Duration grace;

    private Leash(Process process, Duration grace) {
        this.process = process;
        this.grace = grace;
    }

    /**
     * @param stopSignal what asks the process to end, {@code TERM} or {@code INT}
     * @param grace how long it may take to end before it is killed, whole seconds
     * @param environment on top of this process's own
     * @param lines takes each line that the process writes to either output, one at a time
     */
    static Leash start(
            List<String> command,
            String stopSignal,
            Duration grace,
            Map<String, String> environment,
            Path folder,
            Consumer<String> lines) {
        List<String> leashed =
                new ArrayList<>(List.of("bash", "-c", SHELL, "leash", stopSignal, "" + grace.toSeconds()));
        leashed.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(leashed).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().putAll(environment);
        try {
            Leash leash = new Leash(builder.start(), grace);
            // Reading a pipe holds a carrier for as long as nothing comes: two quiet children would stop all virtual
            // threads on two processors.
            Thread.ofPlatform().daemon().name("lines of " + command.getFirst()).start(() -> leash.forward(lines));
            return leash;
        } catch (IOException e) {
            throw new StartRefused(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        }
    }

    private void forward(Consumer<String> lines) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // The pipe of a process that ended; its status tells the rest.
            lines.accept("output ended: " + e.getMessage());
        }
    }

    /** The process itself, without the shell that holds it; empty where it has ended or not yet begun. */
    Optional<ProcessHandle> held() {
        // The shell's other child is a shell as well, which waits for the pipe to close.
        return process.children()
                .filter(child -> !child.info().command().orElse("").endsWith("/bash"))
                .findFirst();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end and returns the exit status, above 128 where a signal ended it. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the process to end and waits until it has; killed after the grace. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(grace.plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String shell() {
        try (InputStream text = Leash.class.getResourceAsStream("leash.sh")) {
            if (text == null) {
                throw new IllegalStateException("leash.sh is missing beside " + Leash.class);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
