package io.lokitempo.benchmarks.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole system on free ports and in a folder of its own, by the launcher; stopped and removed when closed. */
final class OwnSystem implements AutoCloseable {
    private final Path data;
    private final Process launcher;
    private final URI mcp;

    private OwnSystem(Path data, Process launcher, URI mcp) {
        this.data = data;
        this.launcher = launcher;
        this.mcp = mcp;
    }

    static OwnSystem start(Path root) throws IOException {
        Path data = Files.createTempDirectory("lokitempo-bench");
        ProcessBuilder run = new ProcessBuilder(root.resolve("run").toString()).directory(root.toFile());
        Map<String, String> environment = run.environment();
        List.of("LOKI_URL", "TEMPO_URL").forEach(environment::remove);
        for (String port : List.of(
                "RUN_KAFKA_PORT",
                "RUN_POSTGRES_PORT",
                "RUN_LOKI_PORT",
                "RUN_TEMPO_PORT",
                "ANALYZER_PORT",
                "MCP_PORT")) {
            environment.put(port, freePort());
        }
        environment.put("DATA_DIR", data.toString());
        // The load is wanted here; that a server refuses what is too much for it is measured with its own settings.
        environment.put("MCP_CALLS_PER_MINUTE", "1000000");
        environment.put("MCP_CALLS_AT_ONCE", "64");
        run.redirectErrorStream(true).redirectOutput(data.resolve("run.log").toFile());
        return new OwnSystem(data, run.start(), URI.create("http://127.0.0.1:" + environment.get("MCP_PORT")));
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    URI mcp() {
        return mcp;
    }

    /** @throws IllegalStateException where the launcher ended */
    void check() {
        if (!launcher.isAlive()) {
            throw new IllegalStateException("./run ended; " + data.resolve("run.log") + " says why");
        }
    }

    @Override
    public void close() throws IOException {
        launcher.descendants().forEach(ProcessHandle::destroy);
        launcher.destroy();
        try {
            if (!launcher.waitFor(30, TimeUnit.SECONDS)) {
                launcher.descendants().forEach(ProcessHandle::destroyForcibly);
                launcher.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
