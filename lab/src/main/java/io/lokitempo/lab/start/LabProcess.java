package io.lokitempo.lab.start;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A part of the lab as a process of its own. It runs {@link LabProgram}, whose two words it listens for: a line that says
 * ready, or one that says why it cannot start.
 */
final class LabProcess implements Part {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final String name;
    private final Leash process;
    private final CompletableFuture<String> firstWord;

    private LabProcess(String name, Leash process, CompletableFuture<String> firstWord) {
        this.name = name;
        this.process = process;
        this.firstWord = firstWord;
    }

    static LabProcess launch(
            String name, Program program, Map<String, String> environment, Path folder, Consumer<String> lines) {
        CompletableFuture<String> firstWord = new CompletableFuture<>();
        Leash process = Leash.start(program.command(), "TERM", STOP_LIMIT, environment, folder, line -> {
            if (line.equals(LabProgram.READY) || line.startsWith(LabProgram.REFUSED)) {
                firstWord.complete(line);
            } else {
                lines.accept(line);
            }
        });
        Thread.ofVirtual().name("end of " + name).start(() -> completeAtEnd(process, firstWord));
        return new LabProcess(name, process, firstWord);
    }

    private static void completeAtEnd(Leash process, CompletableFuture<String> firstWord) {
        try {
            int status = process.await();
            // The process's last line may be on its way still.
            firstWord.completeOnTimeout(
                    "ended with status " + status + "; its last lines say why", 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void awaitReady() throws InterruptedException {
        try {
            String word = firstWord.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!word.equals(LabProgram.READY)) {
                throw new StartRefused(name + " " + word);
            }
        } catch (TimeoutException e) {
            throw new StartRefused(name + " is not ready after " + START_LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
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
