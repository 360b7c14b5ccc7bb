package io.lokitempo.mcp.setting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What was changed since the start, kept on this machine for the next one. Replaced whole, so that it is never half. */
final class SettingsFile {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    SettingsFile(Path file) {
        this.file = file;
    }

    /** Empty where there is no file yet. */
    Map<String, String> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        } catch (JacksonException e) {
            throw new IllegalStateException(file + " is not what this service wrote: " + e.getOriginalMessage(), e);
        }
    }

    void write(Map<String, String> changes) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path whole = Files.createTempFile(folder, "settings", ".json");
            Files.writeString(whole, JSON.writeValueAsString(new TreeMap<>(changes)));
            if (Files.getFileStore(whole).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(
                    whole, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }
}
