package io.lokitempo.benchmarks.faults;

import io.lokitempo.lab.start.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that an installation to do harm to lives in. */
public final class Installed {
    private Installed() {}

    /** The analyzer as Maven packages it here. */
    public static Path packaged() {
        return Path.of(System.getProperty("lokitempo.root", "."))
                .resolve("analyzer-service/target/analyzer-service-1.0.0-SNAPSHOT.jar");
    }

    /** The service as it ships, unpacked into a folder unless it is there. */
    public static Program unpacked(Path jar, Path folder) throws IOException, InterruptedException {
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException(jar + " is missing: build it, or name it with --analyzer");
        }
        Program program = Program.service("analyzer-service", folder, "512m");
        Path unpacked = folder.resolve(program.name() + ".jar");
        if (!Files.exists(unpacked)) {
            Process unpacking = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            folder.toString(),
                            "--application-filename",
                            unpacked.getFileName().toString())
                    .inheritIO()
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (unpacking.waitFor() != 0) {
                throw new IllegalStateException(jar + " cannot be unpacked");
            }
        }
        return program;
    }

    /** Removes a folder and all in it. */
    public static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
