package io.lokitempo.benchmarks.collect;

import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The lab's stand-in for Loki as a process of its own, as a Loki would be, that ends when its input does. */
final class StandIn implements AutoCloseable {
    private static final StandInLimits LIMITS =
            new StandInLimits(Duration.ofDays(2), 10_000_000, 1, Duration.ofMinutes(1));

    private final Process process;
    private final URI url;

    private StandIn(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static StandIn start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String url = process.inputReader()
                .lines()
                .filter(line -> line.startsWith("http://"))
                .findFirst()
                .orElseThrow(() -> new IOException("the stand-in for Loki did not start"));
        return new StandIn(process, URI.create(url));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] args) throws IOException {
        try (LokiStandIn loki = LokiStandIn.start("127.0.0.1", 0, LIMITS)) {
            System.out.println(loki.url());
            while (System.in.read() >= 0) {
                // until whoever started this is gone
            }
        }
    }
}
