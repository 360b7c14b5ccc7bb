package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for a JDK, on folders that only this test knows. */
class FindJdkTest {
    @TempDir
    Path folder;

    private Path usual = Path.of("");

    @BeforeEach
    void createFolders() throws IOException {
        usual = Files.createDirectory(folder.resolve("jvm"));
    }

    @Test
    void javaHome_goesFirst() throws Exception {
        jdk(usual.resolve("other"), "25.0.1");
        Path chosen = jdk(folder.resolve("chosen"), "25.0.2");

        assertThat(find(chosen.toString())).isEqualTo(new Found(0, chosen.toString()));
    }

    @Test
    void javaHomeOfAnotherVersion_isPassedOver() throws Exception {
        Path old = jdk(folder.resolve("old"), "17.0.19");
        Path fitting = jdk(usual.resolve("fitting"), "25");

        assertThat(find(old.toString())).isEqualTo(new Found(0, fitting.toString()));
    }

    @Test
    void runtimeWithoutCompiler_isPassedOver() throws Exception {
        Path runtime = jdk(usual.resolve("jre"), "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(find("")).extracting(Found::status).isEqualTo(1);
    }

    @Test
    void noneFound_saysWhatToInstallInOneLine() throws Exception {
        jdk(usual.resolve("similar"), "250.1");

        assertThat(find("")).satisfies(found -> {
            assertThat(found.status()).isEqualTo(1);
            assertThat(found.output()).contains("JDK 25").doesNotContain("\n");
        });
    }

    private static Path jdk(Path home, String version) throws IOException {
        Path javac = home.resolve("bin/javac");
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(javac);
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private record Found(int status, String output) {}

    private Found find(String javaHome) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "find-jdk", usual.toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Found(process.waitFor(), output);
    }
}
