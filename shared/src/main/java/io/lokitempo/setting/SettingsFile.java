package io.lokitempo.setting;

import io.lokitempo.topic.FindingJson;
import io.lokitempo.topic.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Changed settings kept on this machine, for a start without a broker. Replaced whole, so that it is never half; readable by
 * its owner alone, as a temporary file is made.
 */
public final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** None where there is no file yet; none, with a warning, where it cannot be read. */
    public ChangedSettings read() {
        if (!Files.exists(file)) {
            return ChangedSettings.NONE;
        }
        try {
            return ChangedSettings.of(List.of(FindingJson.MAPPER.readValue(Files.readString(file), Setting[].class)));
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read, settings changed earlier come from the topic alone: {}", file, e.getMessage());
            return ChangedSettings.NONE;
        }
    }

    /** @throws UncheckedIOException where it cannot be written */
    public void write(ChangedSettings settings) {
        try {
            Path folder = file.getParent();
            Files.createDirectories(folder);
            Path whole = Files.createTempFile(folder, "settings", ".part");
            try {
                Files.writeString(
                        whole,
                        FindingJson.MAPPER.writeValueAsString(settings.byName().values()));
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }
}
