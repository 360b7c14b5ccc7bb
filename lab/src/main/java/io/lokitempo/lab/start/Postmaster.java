package io.lokitempo.lab.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pid file of a PostgreSQL data folder. Its server refuses to start while the file names a living process, even when
 * that is a stranger who got the number after a crash.
 */
final class Postmaster {
    private Postmaster() {}

    /**
     * Leaves no server and no pid file. Only for the holder of the data folder's lock: whatever runs there then was left
     * behind by a run that is gone.
     */
    static void endOrphan(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            if (Files.exists(file)) {
                process(Files.readAllLines(file)).ifPresent(Postmaster::end);
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StartRefused(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<ProcessHandle> process(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                .filter(p -> p.info().command().orElse("").endsWith("/postgres"));
    }

    // TERM waits for clients to leave, and KILL follows if they do not; either leaves the data whole.
    private static void end(ProcessHandle postgres) {
        postgres.destroy();
        try {
            postgres.onExit().get(5, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            postgres.destroyForcibly();
            postgres.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
