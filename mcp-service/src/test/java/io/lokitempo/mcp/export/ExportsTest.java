package io.lokitempo.mcp.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.setting.ExportBounds;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private long fileLimit = 1 << 20;
    private long quota = 1 << 20;

    private final Exports exports = new Exports(
            () -> folder.resolve("exports"),
            () -> new ExportBounds(fileLimit, quota, Duration.ofHours(1)),
            Clock.offset(Clock.systemUTC(), Duration.ZERO));

    private record Given(Body body) implements Source {
        interface Body {
            List<String> rows(Rows rows) throws IOException;
        }

        @Override
        public List<String> columns() {
            return List.of("n");
        }

        @Override
        public List<String> rows(Rows rows) throws IOException {
            return body.rows(rows);
        }
    }

    @AfterEach
    void close() {
        exports.close();
    }

    @Test
    void start_shortExport_isDoneAndItsFileIsWhole() throws IOException {
        Export export = exports.start(
                "a.csv",
                Format.CSV,
                new Given(rows -> {
                    rows.row(List.of(1));
                    return List.of("the rest");
                }),
                PATIENCE,
                _ -> {});

        assertThat(export.state()).isEqualTo(Export.State.DONE);
        assertThat(export.rows()).isEqualTo(1);
        assertThat(export.missing()).containsExactly("the rest");
        assertThat(Files.readString(exports.file(export.id()).orElseThrow())).isEqualTo("\ufeffn\r\n1\r\n");
    }

    @Test
    void start_longExport_runsOnAndIsFoundByItsId() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        Export running = exports.start(
                "",
                Format.NDJSON,
                new Given(rows -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return List.of();
                }),
                Duration.ofMillis(1),
                _ -> {});

        assertThat(running.state()).isEqualTo(Export.State.RUNNING);
        assertThat(exports.file(running.id())).isEmpty();
        go.countDown();
        await().until(() -> exports.find(running.id()).orElseThrow().state() == Export.State.DONE);
        assertThat(exports.file(running.id())).isPresent();
    }

    @Test
    void start_sourceRefuses_refusesAndLeavesNoFile() throws IOException {
        Refusal refusal = new Refusal(Refusal.Category.TOO_HEAVY, "too much", "", null, false);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> exports.start(
                        "b.json",
                        Format.JSON,
                        new Given(_ -> {
                            throw new RefusedException(refusal);
                        }),
                        PATIENCE,
                        _ -> {}));
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder.resolve("exports"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private Source forEver() {
        return new Given(rows -> {
            while (true) {
                rows.row(List.of("x".repeat(100)));
            }
        });
    }

    @Test
    void start_sourceThatIsTooLarge_endsWholeAndSaysWhatIsMissing() throws IOException {
        fileLimit = 100_000;

        Export export = exports.start("large.json", Format.JSON, forEver(), PATIENCE, _ -> {});

        assertThat(export.state()).isEqualTo(Export.State.DONE);
        assertThat(export.bytes()).isBetween(100_000L, 120_000L);
        assertThat(export.missing().getFirst()).contains("EXPORT_FILE_LIMIT");
        assertThat(Files.readString(exports.file(export.id()).orElseThrow())).endsWith("]\n");
    }

    @Test
    void start_folderThatIsFull_isRefused() throws IOException {
        quota = 1_000;
        exports.start("a.json", Format.JSON, forEver(), PATIENCE, _ -> {});

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> exports.start("b.json", Format.JSON, forEver(), PATIENCE, _ -> {}))
                .withMessageContaining("EXPORT_QUOTA");
    }

    @Test
    void remove_exportThatRuns_cancelsItAndLeavesNoFile() throws IOException {
        fileLimit = Long.MAX_VALUE;
        quota = Long.MAX_VALUE;
        Export running = exports.start("long.csv", Format.CSV, forEver(), Duration.ofMillis(1), _ -> {});

        assertThat(exports.remove(running.id())).isTrue();

        await().untilAsserted(() -> assertThat(files()).isEmpty());
        await().until(() -> exports.find(running.id()).orElseThrow().state() == Export.State.FAILED);
        assertThat(exports.find(running.id()).orElseThrow().failure()).isEqualTo("cancelled");
    }

    @Test
    void start_callerThatIsInterrupted_cancelsTheExport() throws Exception {
        fileLimit = Long.MAX_VALUE;
        quota = Long.MAX_VALUE;
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                exports.start("long.csv", Format.CSV, forEver(), Duration.ofMinutes(5), _ -> {});
            } catch (IOException | IllegalStateException _) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> Files.exists(folder.resolve("exports")) && !files().isEmpty());

        caller.interrupt();

        assertThat(caller.join(PATIENCE)).isTrue();
        await().untilAsserted(() -> assertThat(files()).isEmpty());
    }

    @Test
    void find_afterARestart_knowsWhatWasDoneAndCanBeDownloadedUntilItsEnd() throws IOException {
        Export export = exports.start("a.json", Format.JSON, new Given(_ -> List.of()), PATIENCE, _ -> {});
        Files.writeString(folder.resolve("exports/somebodys.txt"), "not an export");

        try (Exports later = new Exports(
                () -> folder.resolve("exports"),
                () -> new ExportBounds(1, 1_000, Duration.ofHours(1)),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(59)))) {
            later.sweep();
            assertThat(later.find(export.id())).contains(export);
            assertThat(later.file(export.id())).isPresent();
        }
        try (Exports muchLater = new Exports(
                () -> folder.resolve("exports"),
                () -> new ExportBounds(1, 1_000, Duration.ofHours(1)),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61)))) {
            muchLater.sweep();
            assertThat(muchLater.find(export.id())).isEmpty();
        }
        assertThat(files()).containsExactly("somebodys.txt");
    }

    @Test
    void file_linkInTheFolder_isNeitherReadNorWrittenThrough() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Export export = exports.start("a.json", Format.JSON, new Given(_ -> List.of()), PATIENCE, _ -> {});
        Files.delete(folder.resolve("exports/a.json"));
        Files.createSymbolicLink(folder.resolve("exports/a.json"), secret);

        assertThat(exports.file(export.id())).isEmpty();
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> exports.start("a.json", Format.JSON, new Given(_ -> List.of()), PATIENCE, _ -> {}));
        assertThat(Files.readString(secret)).isEqualTo("hunter2");
    }

    @Test
    void start_nameThatIsTaken_isRefused() throws IOException {
        exports.start("c.json", Format.JSON, new Given(_ -> List.of()), PATIENCE, _ -> {});

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> exports.start("c.json", Format.JSON, new Given(_ -> List.of()), PATIENCE, _ -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", "/etc/passwd", "..", ".hidden", "a\\b", "a.part", "C:x", "a\0b", ""})
    void refused_anythingButABareName_isRefused(String name) {
        assertThat(Exports.refused(name)).isPresent();
        assertThat(exports.file(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "errors 2026-11-22.json", "결제.csv"})
    void refused_bareName_isAccepted(String name) {
        assertThat(Exports.refused(name)).isEmpty();
    }
}
