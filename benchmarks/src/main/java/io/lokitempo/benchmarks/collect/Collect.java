package io.lokitempo.benchmarks.collect;

import io.lokitempo.loki.LogServices;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Lines a second from a Loki into PostgreSQL, through the whole analyzer, beside a client that only drains that Loki before
 * and after. Everything runs on this machine: Loki, Kafka and PostgreSQL as processes of their own, and in this one, under
 * one bound of heap, the analyzer and the bare client.
 */
public final class Collect {

    private Collect() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Arguments arguments = Arguments.of(args);
        TimeWindow range = TimeWindow.before(Instant.now().truncatedTo(ChronoUnit.MINUTES), arguments.range());
        if (arguments.loki() != null) {
            if (arguments.push()) {
                arguments.load().push(arguments.loki(), range);
            }
            measure(arguments, arguments.loki(), range);
            System.exit(0);
        }
        try (StandIn loki = StandIn.start()) {
            System.out.println("loki      the lab's stand-in, a process of its own");
            arguments.load().push(loki.url(), range);
            measure(arguments, loki.url(), range);
        }
        System.exit(0); // the analyzer's context has been closed; what threads of Kafka are left hold nothing
    }

    private static void measure(Arguments arguments, URI loki, TimeWindow range) throws Exception {
        Expected expected = expected(loki, range);
        System.out.printf(
                "load      %,d lines of %d services in %s%n",
                expected.lines(), expected.services().size(), range);
        System.out.printf(
                "machine   %d processors, load %.1f before this: rates say what was left of them%n",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        double before = bare(loki, expected, range, "before", 1);
        double beforeAll = bare(loki, expected, range, "before", arguments.connections());
        Collected collected;
        try (Parts parts = Parts.start();
                Analyzer analyzer = Analyzer.start(parts, loki, arguments.connections(), range)) {
            collected = analyzer.collect(expected.lines());
            System.out.println(collected.told());
        }
        double after = bare(loki, expected, range, "after", 1);
        double afterAll = bare(loki, expected, range, "after", arguments.connections());
        double one = (before + after) / 2;
        double all = (beforeAll + afterAll) / 2;
        double warm = collected.laterLinesPerSecond();
        System.out.printf(
                "collect lines/s %.0f (with the JVM's start %.0f) of bare(1 connection) %.0f %.2f of bare(%d connections) %.0f %.2f"
                        + " heap-MiB %d%n",
                warm,
                collected.linesPerSecond(),
                one,
                warm / one,
                arguments.connections(),
                all,
                warm / all,
                collected.heapMebibytes());
    }

    private static double bare(URI loki, Expected expected, TimeWindow range, String when, int connections)
            throws Exception {
        try (BareClient client = new BareClient(loki)) {
            long began = System.nanoTime();
            long lines = client.drain(expected.services(), range, connections);
            double seconds = (System.nanoTime() - began) / 1e9;
            double rate = lines / seconds;
            System.out.printf(
                    "bare      %s, %d connection%s: %,d lines in %.1f s, %,.0f lines/s%n",
                    when, connections, connections == 1 ? "" : "s", lines, seconds, rate);
            return rate;
        }
    }

    /** What this Loki itself says that the range holds. */
    private record Expected(List<String> services, long lines) {}

    private static Expected expected(URI loki, TimeWindow range) {
        Endpoint patient =
                new Endpoint(loki, new Credentials.Anonymous(), TenantId.DEFAULT, Duration.ofMinutes(5), 3, 8);
        try (LokiClient client = new LokiClient(patient, "lokitempo-bench")) {
            LogServices services = new LogServices(client, List.of("service_name"));
            Map<ServiceName, List<String>> found =
                    services.discover(range).answered().orElseThrow();
            String logql = "sum(count_over_time({service_name=~\".+\"}["
                    + range.length().toSeconds() + "s]))";
            long lines = switch (client.instant(logql, range.end().minusNanos(1))) {
                case Reply.Answered<?>(io.lokitempo.loki.QueryResult.Vector vector, List<String> _) ->
                    Math.round(vector.samples().getFirst().value());
                case Reply<?> refused -> throw new IllegalStateException("Loki does not count: " + refused);
            };
            return new Expected(found.keySet().stream().map(ServiceName::value).toList(), lines);
        }
    }
}
