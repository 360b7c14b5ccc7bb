package io.lokitempo.mcp.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Exports exports = new Exports(() -> folder.resolve("exports"));

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
                PATIENCE);

        assertThat(export.state()).isEqualTo(Export.State.DONE);
        assertThat(export.rows()).isEqualTo(1);
        assertThat(export.missing()).containsExactly("the rest");
        assertThat(Files.readString(exports.file("a.csv").orElseThrow())).isEqualTo("\ufeffn\r\n1\r\n");
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
                Duration.ofMillis(1));

        assertThat(running.state()).isEqualTo(Export.State.RUNNING);
        assertThat(exports.file(running.file())).isEmpty();
        go.countDown();
        await().until(() -> exports.find(running.id()).orElseThrow().state() == Export.State.DONE);
        assertThat(exports.file(running.file())).isPresent();
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
                        PATIENCE));
        try (var files = Files.list(folder.resolve("exports"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void start_nameThatIsTaken_isRefused() throws IOException {
        exports.start("c.json", Format.JSON, new Given(_ -> List.of()), PATIENCE);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> exports.start("c.json", Format.JSON, new Given(_ -> List.of()), PATIENCE));
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
