package io.lokitempo.lab.shop;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What a restart has to know: when the shop's live time began, and through when each lane has been pushed. One small
 * file, replaced as a whole.
 */
final class ShopState {
    private final Path file;
    private final Properties values = new Properties();

    private ShopState(Path file) {
        this.file = file;
    }

    /** The state of the same shop; of another (other seed or rate) nothing is kept. */
    static ShopState open(Path file, ShopSettings settings) {
        ShopState state = new ShopState(file);
        String shop = settings.seed() + "@" + settings.requestsPerSecond();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                state.values.load(reader);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(file + " cannot be read", unreadable);
            }
        }
        if (!shop.equals(state.values.getProperty("shop"))) {
            state.values.clear();
            state.values.setProperty("shop", shop);
        }
        return state;
    }

    synchronized Optional<Instant> origin() {
        return instant("origin");
    }

    synchronized Optional<Instant> through(String lane) {
        return instant(lane + ".through");
    }

    synchronized void begin(Instant origin) {
        values.setProperty("origin", origin.toString());
        save();
    }

    synchronized void pushed(String lane, Instant through) {
        values.setProperty(lane + ".through", through.toString());
        save();
    }

    private Optional<Instant> instant(String key) {
        return Optional.ofNullable(values.getProperty(key)).map(Instant::parse);
    }

    private void save() {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, "shop", ".tmp");
            try (Writer writer = Files.newBufferedWriter(written)) {
                values.store(writer, null);
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " cannot be written", unwritable);
        }
    }
}
