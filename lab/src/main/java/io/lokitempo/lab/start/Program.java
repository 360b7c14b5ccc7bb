package io.lokitempo.lab.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service as it ships: its jar, unpacked.
 *
 * @param folder holds the jar of the same name, and the AOT cache once there is one
 * @param heap greatest heap, as the JVM reads it
 */
public record Program(String name, Path folder, String heap) {
    /** Runs it, from the AOT cache where there is one; a cache that does not fit is the JVM's to pass over. */
    List<String> command() {
        List<String> command = java(heap);
        if (Files.exists(cache())) {
            command.add("-XX:AOTCache=" + cache());
            command.add("-Xlog:aot=off,aot+codecache=off,cds=off");
        }
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /** Runs it as far as its beans are made, and writes down what the JVM learned. */
    List<String> training(Path output) {
        List<String> command = java(heap);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + output,
                "-Xlog:aot=off,cds=off",
                "-Dspring.context.exit=onRefresh",
                "-jar",
                jar().toString()));
        return command;
    }

    /**
     * A main class of the lab, with the class path of this process.
     *
     * @param flags for the JVM
     */
    static List<String> ofLab(Class<?> main, String heap, List<String> flags, List<String> arguments) {
        List<String> command = java(heap);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static List<String> java(String heap) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    }

    /** Where the unpacked jar is. */
    public Path jar() {
        return folder.resolve(name + ".jar");
    }

    Path cache() {
        return folder.resolve(name + ".aot");
    }
}
