package io.lokitempo.mcp.export;

import io.lokitempo.mcp.answer.RefusedException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes exports into one folder, a few at a time; a file has its name only when it is whole. */
public final class Exports implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Exports.class);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]{0,119}");
    private static final String UNFINISHED = ".part";
    private static final int AT_ONCE = 4;
    private static final int REMEMBERED = 1_000;

    private final Supplier<Path> folder;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** An id within a folder, since a folder is whose an export is. */
    private record Key(Path folder, String id) {}

    private final Map<Key, Export> states = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Export> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param folder where the files of whoever asks go; made when the first one does */
    public Exports(Supplier<Path> folder) {
        this.folder = folder;
    }

    /** Why a file name is not accepted; empty where it is. */
    public static Optional<String> refused(String name) {
        return NAME.matcher(name).matches() && !name.contains("..") && !name.endsWith(UNFINISHED)
                ? Optional.empty()
                : Optional.of("a bare file name of letters, digits, blanks, dots, dashes and underscores is accepted");
    }

    /**
     * Begins an export and waits for it, but no longer than {@code patience}.
     *
     * @param name of the file, or empty for one of its own
     * @throws FileAlreadyExistsException where there is such a file
     * @throws RefusedException where the source refused before its first row
     */
    public Export start(String name, Format format, Source source, Duration patience) throws IOException {
        String id = "exp-" + Long.toString(random.nextLong() >>> 24, 36);
        String file = name.isEmpty() ? id + "." + format.name().toLowerCase(Locale.ROOT) : name;
        Path whole = Files.createDirectories(folder.get()).resolve(file);
        if (Files.exists(whole)) {
            throw new FileAlreadyExistsException(file);
        }
        remember(new Export(id, file, format, Export.State.RUNNING, 0, 0, List.of(), ""));
        CompletableFuture<Export> done = CompletableFuture.supplyAsync(() -> run(id, whole, format, source), threads);
        try {
            return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return find(id).orElseThrow();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RefusedException refused ? refused : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while exporting", e);
        }
    }

    private Export run(String id, Path whole, Format format, Source source) {
        Path part = whole.resolveSibling(whole.getFileName() + UNFINISHED);
        Counter counter = new Counter();
        try {
            free.acquire();
            try {
                List<String> missing = write(id, part, format, source, counter);
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                return remember(new Export(
                        id, name(whole), format, Export.State.DONE, counter.rows, Files.size(whole), missing, ""));
            } finally {
                free.release();
                Files.deleteIfExists(part);
            }
        } catch (RefusedException e) {
            failed(id, whole, format, counter.rows, e.refusal().what());
            throw e;
        } catch (IOException | InterruptedException e) {
            log.warn("Export {} failed", whole.getFileName(), e);
            return failed(id, whole, format, counter.rows, String.valueOf(e.getMessage()));
        }
    }

    private static final class Counter {
        private long rows;
    }

    private List<String> write(String id, Path part, Format format, Source source, Counter counter) throws IOException {
        BufferedWriter out = Files.newBufferedWriter(part);
        try (RowWriter writer = new RowWriter(format, source.columns(), out)) {
            return source.rows(cells -> {
                writer.row(cells);
                counter.rows++;
                if (counter.rows % 1_000 == 0) {
                    remember(new Export(
                            id,
                            name(part).replace(UNFINISHED, ""),
                            format,
                            Export.State.RUNNING,
                            counter.rows,
                            0,
                            List.of(),
                            ""));
                }
            });
        }
    }

    private Export failed(String id, Path file, Format format, long rows, String why) {
        return remember(new Export(id, name(file), format, Export.State.FAILED, rows, 0, List.of(), why));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Export remember(Export export) {
        synchronized (states) {
            states.put(new Key(folder.get(), export.id()), export);
        }
        return export;
    }

    /** An export into the same folder by this process. */
    public Optional<Export> find(String id) {
        synchronized (states) {
            return Optional.ofNullable(states.get(new Key(folder.get(), id)));
        }
    }

    /** Exports into the same folder by this process, the newest last. */
    public List<Export> known() {
        Path own = folder.get();
        synchronized (states) {
            return states.entrySet().stream()
                    .filter(entry -> entry.getKey().folder().equals(own))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** A finished file. */
    public Optional<Path> file(String name) {
        if (refused(name).isPresent()) {
            return Optional.empty();
        }
        Path file = folder.get().resolve(name);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
