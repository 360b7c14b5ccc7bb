package io.lokitempo.benchmarks.faults;

import io.lokitempo.lab.fault.FaultPlan;
import io.lokitempo.lab.fault.FaultProxy;
import io.lokitempo.lab.fault.FaultRun;
import io.lokitempo.lab.fault.KnownLoad;
import io.lokitempo.lab.fault.Testbed;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import io.lokitempo.lab.start.Program;
import io.lokitempo.telemetry.TimeWindow;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Pushes a known load, lets an analyzer read it undisturbed, then another one through random faults, and prints how both
 * differ from what was pushed and from each other.
 */
public final class Faults {
    /**
     * From the load's end to the first run. A source far behind has its newest ten windows read first; they hold nothing,
     * so that both runs read the load in the same order though they begin at different times.
     */
    private static final Duration SINCE = Duration.ofMinutes(15);

    private static final Duration MARGIN = Duration.ofMinutes(20);

    private Faults() {}

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        Path folder = Files.createTempDirectory("lokitempo-faults");
        Path kept = arguments.kept().orElse(folder);
        int status = 1;
        try {
            status = run(arguments, Files.createDirectories(kept)) ? 0 : 1;
        } finally {
            Installed.remove(folder);
        }
        System.exit(status);
    }

    private static boolean run(Arguments arguments, Path folder) throws Exception {
        Instant end = Instant.now().minus(SINCE).truncatedTo(ChronoUnit.MINUTES);
        TimeWindow window = TimeWindow.before(end, Duration.ofMinutes(arguments.minutes()));
        int roomForLines = (int) Math.min(Integer.MAX_VALUE, 2 * arguments.lines() + 100_000);
        int roomForSpans = (int) Math.min(Integer.MAX_VALUE, 2 * arguments.spans() + 100_000);
        StandInLimits room = new StandInLimits(Duration.ofDays(7), roomForLines, roomForSpans, Duration.ofSeconds(30));
        try (LokiStandIn loki = LokiStandIn.start("127.0.0.1", 0, room);
                TempoStandIn tempo = TempoStandIn.start("127.0.0.1", 0, room)) {
            URI lokiUrl = arguments.loki().orElse(loki.url());
            URI tempoUrl = arguments.tempo().orElse(tempo.url());
            KnownLoad load = KnownLoad.push(
                    arguments.seed(),
                    window,
                    arguments.lines(),
                    arguments.spans(),
                    lokiUrl,
                    arguments.otlp().orElse(tempo.url()));
            System.out.printf(
                    "pushed %,d lines of %d services and %,d spans with %,d requests into %s%n",
                    load.lines().total(),
                    load.lines().services().size(),
                    load.spans(),
                    load.requests().total(),
                    window);
            try (FaultProxy beforeLoki = FaultProxy.before(lokiUrl, arguments.seed());
                    FaultProxy beforeTempo = FaultProxy.before(tempoUrl, arguments.seed() + 1)) {
                Program analyzer = Installed.unpacked(arguments.analyzer(), folder.resolve("analyzer-service"));
                return compare(arguments, folder, load, new Testbed.Setup(analyzer, beforeLoki, beforeTempo));
            }
        }
    }

    private static boolean compare(Arguments arguments, Path folder, KnownLoad load, Testbed.Setup setup)
            throws InterruptedException {
        FaultRun undisturbed;
        try (Testbed testbed = new Testbed(setup, folder.resolve("undisturbed"), settings(load), 0)) {
            undisturbed = FaultRun.of(testbed, FaultPlan.none(), load, 0, System.out::println);
        }
        long queries = setup.loki().answered() + setup.tempo().answered();
        System.out.printf(
                "read undisturbed in %d s, by %d queries%n", undisturbed.took().toSeconds(), queries);

        FaultPlan plan = FaultPlan.drawn(arguments.seed(), arguments.faults());
        FaultRun disturbed;
        try (Testbed testbed = new Testbed(setup, folder.resolve("disturbed"), settings(load), arguments.seed())) {
            disturbed = FaultRun.of(testbed, plan, load, queries, System.out::println);
        }
        return Report.print(load, plan, undisturbed, disturbed, setup, System.out);
    }

    private static Map<String, String> settings(KnownLoad load) {
        Duration lookback =
                Duration.between(load.window().start(), Instant.now()).plus(MARGIN);
        return Map.of(
                "LOOKBACK", lookback.toMinutes() + "m",
                "QUERIES_PER_MINUTE", "100000",
                // What never answers is to be met as a time-out, many times.
                "UPSTREAM_TIMEOUT", "5s",
                "LOGGING_LEVEL_ROOT", "WARN",
                "LOGGING_LEVEL_IO_LOKITEMPO", "INFO");
    }
}
