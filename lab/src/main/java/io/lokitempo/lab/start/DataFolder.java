package io.lokitempo.lab.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The one folder that outlives a run, held by one run at a time. The lock is the operating system's, so a killed run
 * leaves none behind.
 */
final class DataFolder implements AutoCloseable {
    private static final long NEEDED_BYTES = 1L << 30;

    /** Below this a run ends while PostgreSQL and Kafka can still write down what they have. */
    private static final long LEAST_BYTES = 64L << 20;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static DataFolder open(Path folder) {
        return open(folder, NEEDED_BYTES);
    }

    static DataFolder open(Path folder, long neededBytes) {
        try {
            Files.createDirectories(folder);
            refuseIfFull(folder, neededBytes);
            FileChannel lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                lockFile.close();
                throw new StartRefused(folder + " is in use by another run: stop that one or set DATA_DIR");
            }
            return new DataFolder(folder, lockFile);
        } catch (IOException e) {
            throw new StartRefused(folder + " cannot be written (" + e + "): set DATA_DIR to a folder of yours", e);
        }
    }

    private static void refuseIfFull(Path folder, long neededBytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < neededBytes) {
            throw new StartRefused("%s has %d MiB free, %d are needed: make room or set DATA_DIR"
                    .formatted(folder, free >> 20, neededBytes >> 20));
        }
    }

    /** Waits until hardly any room is left, and says so. */
    String awaitFull() throws InterruptedException {
        return awaitFull(LEAST_BYTES);
    }

    String awaitFull(long leastBytes) throws InterruptedException {
        try {
            while (true) {
                long free = Files.getFileStore(folder).getUsableSpace();
                if (free < leastBytes) {
                    return "%s has only %d MiB free: stopped before that is used up; make room or set DATA_DIR"
                            .formatted(folder, free >> 20);
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (IOException e) {
            return folder + " is gone: " + e;
        }
    }

    /** A folder of its own for one part. */
    Path of(String part) {
        try {
            return Files.createDirectories(folder.resolve(part));
        } catch (IOException e) {
            throw new StartRefused(folder.resolve(part) + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Removes a part's folder with all that is in it, as far as that goes. */
    void remove(String part) {
        try (Stream<Path> all = Files.walk(folder.resolve(part))) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean _ = file.toFile().delete();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
