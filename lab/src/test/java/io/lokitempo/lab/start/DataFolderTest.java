package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void open_isRefusedWhileAnotherRunHoldsTheFolder() throws Exception {
        // A lock is held by a process, so the other run has to be one.
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            Thread.ofVirtual().start(() -> other.inputReader().lines().forEach(lines::add));
            assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("held");

            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another run");
        } finally {
            other.destroyForcibly().waitFor();
        }

        try (DataFolder reopened = DataFolder.open(folder)) {
            assertThat(reopened.of("kafka")).isDirectory();
        }
    }

    @Test
    void open_isRefusedWithoutEnoughRoom() {
        assertThatThrownBy(() -> DataFolder.open(folder, Long.MAX_VALUE))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll("MiB free", "DATA_DIR");
    }

    @Test
    void hardlyAnyRoomLeft_isSaid() throws InterruptedException {
        try (DataFolder held = DataFolder.open(folder)) {
            assertThat(held.awaitFull(Long.MAX_VALUE)).contains("MiB free", "DATA_DIR");
        }
    }

    @Test
    void open_isRefusedWhereAFileIsInTheWay() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("DATA_DIR");
    }

    /** Holds a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws InterruptedException {
            DataFolder held = DataFolder.open(Path.of(args[0]));
            System.out.println("held");
            Thread.sleep(Long.MAX_VALUE);
            held.close();
        }
    }
}
