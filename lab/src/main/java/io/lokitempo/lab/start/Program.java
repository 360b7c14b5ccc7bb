package io.lokitempo.lab.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program that is run as a process.
 *
 * @param cache the JVM's AOT cache for it, once there is one
 * @param heap greatest heap, as the JVM reads it
 * @param flags for the JVM
 * @param target what is run: a jar, or a class path and a main class with its arguments
 * @param lesson the flag that makes it end as soon as it has started, so that the JVM can write down what it learned
 */
public record Program(String name, Path cache, String heap, List<String> flags, List<String> target, String lesson) {
    public Program {
        flags = List.copyOf(flags);
        target = List.copyOf(target);
    }

    /**
     * A service as it ships: its jar, unpacked.
     *
     * @param folder holds the jar of the same name
     */
    public static Program service(String name, Path folder, String heap) {
        return new Program(
                name,
                folder.resolve(name + ".aot"),
                heap,
                List.of(),
                List.of("-jar", folder.resolve(name + ".jar").toString()),
                "-Dspring.context.exit=onRefresh");
    }

    /**
     * A main class of the lab, with the class path of this process.
     *
     * @param folder for the cache
     */
    static Program ofLab(
            String name, Path folder, String heap, List<String> flags, Class<?> main, List<String> arguments) {
        List<String> target = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        target.addAll(arguments);
        return new Program(
                name, folder.resolve(name + ".aot"), heap, flags, target, "-D" + LabProgram.LESSON + "=true");
    }

    /** Runs it, from the AOT cache where there is one; a cache that does not fit is the JVM's to pass over. */
    List<String> command() {
        List<String> command = java();
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Xlog:aot*=off,cds*=off");
        }
        command.addAll(target);
        return command;
    }

    /** Runs it as far as it takes to learn, and writes down what the JVM learned. */
    List<String> training(Path output) {
        List<String> command = java();
        command.addAll(List.of("-XX:AOTCacheOutput=" + output, "-Xlog:aot*=off,cds*=off", lesson));
        command.addAll(target);
        return command;
    }

    private List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(flags);
        return command;
    }
}
