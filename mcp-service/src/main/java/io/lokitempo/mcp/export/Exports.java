package io.lokitempo.mcp.export;

import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.setting.ExportBounds;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes exports into the caller's folder, a few at a time, within bounds; what is cancelled leaves nothing behind. */
public final class Exports implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Exports.class);
    private static final int AT_ONCE = 4;
    private static final int WAITING = 16;
    private static final int REMEMBERED = 1_000;
    private static final int TELL_EVERY_ROWS = 1_000;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final String ID_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32
    private static final int ID_LENGTH = 26; // of 130 bits

    private final Supplier<Path> folder;
    private final Supplier<ExportBounds> bounds;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Key, Future<?>> running = new ConcurrentHashMap<>();
    private final Map<Path, Long> swept = new ConcurrentHashMap<>();

    /** An id within a folder, since a folder is whose an export is. */
    private record Key(Path folder, String id) {}

    private final Map<Key, Export> states = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Export> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param folder where the files of whoever asks go; made when the first one does
     * @param bounds in force at the moment
     */
    public Exports(Supplier<Path> folder, Supplier<ExportBounds> bounds, Clock clock) {
        this.folder = folder;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** Why a file name is not accepted; empty where it is. */
    public static Optional<String> refused(String name) {
        return ExportFolder.isName(name)
                ? Optional.empty()
                : Optional.of("a bare file name of letters, digits, blanks, dots, dashes and underscores is accepted");
    }

    /**
     * Begins an export and waits for it, but no longer than {@code patience}; interrupted while it waits, it cancels the
     * export.
     *
     * @param name of the file, or empty for one of its own
     * @param told how far it is, every second
     * @throws FileAlreadyExistsException where there is such a file
     * @throws RefusedException where the source refused before its first row, or there is no room
     */
    public Export start(String name, Format format, Source source, Duration patience, Consumer<Export> told)
            throws IOException {
        ExportFolder own = new ExportFolder(folder.get());
        sweep(own);
        String id = newId();
        String file = name.isEmpty() ? id + "." + format.name().toLowerCase(Locale.ROOT) : name;
        long room = room(own);
        if (underWay.incrementAndGet() > AT_ONCE + WAITING) {
            underWay.decrementAndGet();
            throw noRoom(Category.RATE_LIMITED, WAITING + " exports wait already", true);
        }
        Key key = new Key(own.path(), id);
        Future<Export> done;
        try {
            OutputStream out = own.begin(file);
            Export begun = remember(own, Export.begun(id, file, format, source.origin()));
            CountDownLatch isRunning = new CountDownLatch(1);
            done = threads.submit(() -> {
                isRunning.countDown();
                return run(own, begun, out, source, room);
            });
            // Cancelled before it runs, it would never come to its end, where its file is removed.
            awaitUninterrupted(isRunning);
        } catch (IOException | RuntimeException e) {
            underWay.decrementAndGet();
            throw e;
        }
        running.put(key, done);
        if (done.isDone()) {
            running.remove(key);
        }
        return awaited(own, id, done, patience, told);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Export awaited(ExportFolder own, String id, Future<Export> done, Duration patience, Consumer<Export> told) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = Math.min(deadline - System.nanoTime(), TICK.toNanos());
            try {
                return done.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                Export now = find(own, id).orElseThrow();
                if (System.nanoTime() >= deadline) {
                    return now;
                }
                told.accept(now);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RefusedException refused
                        ? refused
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                done.cancel(true);
                Thread.currentThread().interrupt();
                throw new IllegalStateException("cancelled while exporting", e);
            }
        }
    }

    private long room(ExportFolder own) throws IOException {
        ExportBounds now = bounds.get();
        long room = now.folderBytes() - own.used();
        if (room <= 0) {
            throw noRoom(
                    Category.TOO_HEAVY,
                    "exported files fill EXPORT_QUOTA; they are removed EXPORT_LIFETIME after they were made",
                    false);
        }
        return Math.min(room, now.fileBytes());
    }

    private static RefusedException noRoom(Category category, String what, boolean retry) {
        return new RefusedException(new Refusal(category, what, "", Call.of("check_environment"), retry));
    }

    private String newId() {
        StringBuilder id = new StringBuilder("exp-");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private Export run(ExportFolder own, Export begun, OutputStream out, Source source, long room) throws IOException {
        Counter counter = new Counter(out);
        boolean acquired = false;
        try (counter) {
            free.acquire();
            acquired = true;
            List<String> missing = write(own, begun, source, counter, room);
            long bytes = own.finish(begun.file());
            return remember(own, begun.done(counter.rows, bytes, missing));
        } catch (RefusedException e) {
            remember(own, begun.failed(counter.rows, e.refusal().what()));
            throw e;
        } catch (InterruptedException | CancelledException e) {
            return remember(own, begun.failed(counter.rows, "cancelled"));
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                return remember(own, begun.failed(counter.rows, "cancelled"));
            }
            log.warn("Export {} failed", begun.file(), e);
            return remember(own, begun.failed(counter.rows, "a fault of this service, written to its log"));
        } finally {
            if (acquired) {
                free.release();
            }
            underWay.decrementAndGet();
            running.remove(new Key(own.path(), begun.id()));
            own.abandon(begun.file());
        }
    }

    /** Counts rows, and bytes as they reach the file. */
    private static final class Counter extends FilterOutputStream {
        private long rows;
        private long bytes;

        Counter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            bytes += length;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }
    }

    private static final class CancelledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends reading the source; the file is whole but for what would not fit. */
    private static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private List<String> write(ExportFolder own, Export begun, Source source, Counter counter, long room)
            throws IOException {
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(counter, StandardCharsets.UTF_8));
        try (RowWriter writer = new RowWriter(begun.format(), source.columns(), out)) {
            return source.rows(cells -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancelledException();
                }
                if (counter.bytes >= room) {
                    throw new FullException();
                }
                writer.row(cells);
                counter.rows++;
                if (counter.rows % TELL_EVERY_ROWS == 0) {
                    tell(own, begun.at(counter.rows));
                }
            });
        } catch (FullException _) {
            return List.of("rows after the first " + counter.rows
                    + ": EXPORT_FILE_LIMIT or EXPORT_QUOTA was reached; a shorter time_range fits");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Export tell(ExportFolder own, Export export) {
        synchronized (states) {
            states.put(new Key(own.path(), export.id()), export);
        }
        return export;
    }

    private Export remember(ExportFolder own, Export export) throws IOException {
        own.keep(export);
        return tell(own, export);
    }

    /** An export into the caller's folder, by this process or another that shares the folder. */
    public Optional<Export> find(String id) {
        return find(new ExportFolder(folder.get()), id);
    }

    private Optional<Export> find(ExportFolder own, String id) {
        synchronized (states) {
            Export known = states.get(new Key(own.path(), id));
            if (known != null && known.state() == Export.State.RUNNING) {
                return Optional.of(known);
            }
        }
        return own.find(id, clock.instant());
    }

    /** Exports into the same folder by this process, the newest last. */
    public List<Export> known() {
        Path own = folder.get();
        synchronized (states) {
            List<Export> known = new ArrayList<>();
            states.forEach((key, export) -> {
                if (key.folder().equals(own)) {
                    known.add(export);
                }
            });
            return known;
        }
    }

    /** The file of an export that is done. */
    public Optional<Path> file(String id) {
        ExportFolder own = new ExportFolder(folder.get());
        return find(own, id).flatMap(own::file);
    }

    /** Ends an export of this process, or removes one that ended; whether there was one. */
    public boolean remove(String id) throws IOException {
        ExportFolder own = new ExportFolder(folder.get());
        Future<?> writing = running.get(new Key(own.path(), id));
        if (writing != null) {
            return writing.cancel(true);
        }
        Optional<Export> ended = find(own, id).filter(export -> export.state() != Export.State.RUNNING);
        if (ended.isPresent()) {
            own.remove(ended.get());
            synchronized (states) {
                states.remove(new Key(own.path(), id));
            }
        }
        return ended.isPresent();
    }

    /** Removes what is too old, of a folder at most every five minutes. */
    private void sweep(ExportFolder own) {
        long now = clock.millis();
        Long last = swept.get(own.path());
        if (last != null && now - last < SWEEP.toMillis()) {
            return;
        }
        swept.put(own.path(), now);
        try {
            own.sweep(clock.instant(), bounds.get().lifetime());
        } catch (IOException e) {
            log.warn("Old exports in {} are still there: {}", own.path(), e.getMessage());
        }
    }

    /** Removes what is too old of the caller's folder. */
    public void sweep() {
        sweep(new ExportFolder(folder.get()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                log.warn("An export is still ending");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
