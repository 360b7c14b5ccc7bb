package io.lokitempo.lab.start;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked from the archive for this system on the class path. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The folder that has {@code bin}, {@code lib} and {@code share}; unpacked once. */
    static Path in(Path folder) {
        Path unpacked = folder.resolve("programs");
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        Path partial = folder.resolve("programs.partial");
        try (InputStream archive = archive()) {
            unpack(archive, partial);
            Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
            return unpacked;
        } catch (AtomicMoveNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new StartRefused("PostgreSQL's programs cannot be unpacked to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        InputStream archive;
        try {
            archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) {
            throw noneFor(system, machine);
        }
        if (archive == null) {
            throw noneFor(system, machine);
        }
        return archive;
    }

    private static StartRefused noneFor(String system, String machine) {
        return new StartRefused("there is no embedded PostgreSQL for %s on %s: set DATABASE_URL to one of your own"
                .formatted(system, machine));
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an entry outside of the archive: " + entry.getName());
                }
                write(tar, entry, target);
            }
        }
    }

    private static void write(InputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolve("..").normalize());
        Files.deleteIfExists(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
