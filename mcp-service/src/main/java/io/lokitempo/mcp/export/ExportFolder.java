package io.lokitempo.mcp.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of exports and what is known of each, in one folder that several instances may share. A file has its name only when
 * it is whole; beside them, {@code .state} has a small file an export, so that a restart forgets none. Files that no export
 * made are never touched.
 */
final class ExportFolder {
    private static final Logger log = LoggerFactory.getLogger(ExportFolder.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]{0,119}");
    private static final Pattern ID = Pattern.compile("exp-[0-9a-z]{26}");
    private static final String UNFINISHED = ".part";
    private static final String STATES = ".state";
    /** A file that grew no more for so long belongs to a process that is gone. */
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(40);

    private final Path folder;

    ExportFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.contains("..") && !name.endsWith(UNFINISHED);
    }

    /**
     * Begins a file under a name that is then taken.
     *
     * @throws FileAlreadyExistsException where it is taken already, be it by a link
     */
    OutputStream begin(String name) throws IOException {
        Files.createDirectories(folder.resolve(STATES));
        if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(name);
        }
        return Files.newOutputStream(part(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Gives a whole file its name. */
    long finish(String name) throws IOException {
        Path whole = Files.move(part(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return Files.size(whole);
    }

    /** Removes what was begun, where it was not finished. */
    void abandon(String name) throws IOException {
        Files.deleteIfExists(part(name));
    }

    private Path part(String name) {
        return folder.resolve(name + UNFINISHED);
    }

    void keep(Export export) throws IOException {
        Path state = folder.resolve(STATES).resolve(export.id());
        Path whole = folder.resolve(STATES).resolve(export.id() + UNFINISHED);
        Files.writeString(whole, JSON.writeValueAsString(export));
        Files.move(whole, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is known of an export of this or another process; one that its process left behind has failed. */
    Optional<Export> find(String id, Instant now) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Path state = folder.resolve(STATES).resolve(id);
        try {
            return Files.isRegularFile(state, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(settled(JSON.readValue(Files.readString(state), Export.class), now))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            log.warn("{} cannot be read: {}", state, e.getMessage());
            return Optional.empty();
        }
    }

    private Export settled(Export export, Instant now) throws IOException {
        boolean gone = export.state() == Export.State.RUNNING && isLeftBehind(part(export.file()), now);
        return gone ? export.failed(export.rows(), "the process that wrote it ended") : export;
    }

    private static boolean isLeftBehind(Path part, Instant now) throws IOException {
        return !Files.exists(part)
                || Files.getLastModifiedTime(part).toInstant().isBefore(now.minus(LEFT_BEHIND));
    }

    /** The file of a finished export that was not removed meanwhile. */
    Optional<Path> file(Export export) {
        Path file = folder.resolve(export.file());
        return export.state() == Export.State.DONE
                        && isName(export.file())
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(file)
                : Optional.empty();
    }

    /** Bytes of all files, unfinished ones too. */
    long used() throws IOException {
        long used = 0;
        for (Path file : list(folder)) {
            used += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        }
        return used;
    }

    /** Removes a finished or failed export and its file. */
    void remove(Export export) throws IOException {
        if (isName(export.file())) {
            Files.deleteIfExists(folder.resolve(export.file()));
            abandon(export.file());
        }
        Files.deleteIfExists(folder.resolve(STATES).resolve(export.id()));
    }

    /** Removes exports that ended before {@code now - lifetime}, and what processes left behind. */
    void sweep(Instant now, Duration lifetime) throws IOException {
        for (Path state : list(folder.resolve(STATES))) {
            Optional<Export> export = find(state.getFileName().toString(), now);
            boolean isOld = Files.getLastModifiedTime(state).toInstant().isBefore(now.minus(lifetime));
            if (export.isPresent() && isOld && export.get().state() != Export.State.RUNNING) {
                remove(export.get());
            }
        }
        for (Path file : list(folder)) {
            if (file.getFileName().toString().endsWith(UNFINISHED) && isLeftBehind(file, now)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
