package io.lokitempo.lab.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that both services encrypt changed passwords under: made once, kept in the data folder for its owner alone. */
final class SettingsKey {
    private static final int BYTES = 32;

    private SettingsKey() {}

    static String in(Path folder) {
        Path file = folder.resolve("settings.key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[BYTES];
                new SecureRandom().nextBytes(key);
                Path whole = Files.createTempFile(folder, "settings", ".part");
                Files.writeString(whole, Base64.getEncoder().encodeToString(key));
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartRefused(file + " cannot be kept: " + e.getMessage(), e);
        }
    }
}
