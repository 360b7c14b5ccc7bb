package io.lokitempo.benchmarks.spans;

import io.lokitempo.benchmarks.faults.Installed;
import io.lokitempo.lab.fault.Counts;
import io.lokitempo.lab.fault.Fault;
import io.lokitempo.lab.fault.FaultProxy;
import io.lokitempo.lab.fault.Stored;
import io.lokitempo.lab.fault.Testbed;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Pushes spans that are hard to count into a Tempo, some of them back-dated and the others as time passes, lets an analyzer
 * read them while trouble is made, and prints how what it counted differs from what was pushed.
 */
public final class Spans {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** For which the counts have to stay right, so that what comes twice has time to come. */
    private static final Duration REST = Duration.ofSeconds(20);

    private final Arguments arguments;
    private final KnownSpans known;
    private final Pushing pushing;
    private final Testbed testbed;
    private Duration longestPause = Duration.ZERO;

    private Spans(Arguments arguments, KnownSpans known, Pushing pushing, Testbed testbed) {
        this.arguments = arguments;
        this.known = known;
        this.pushing = pushing;
        this.testbed = testbed;
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        Path folder = Files.createTempDirectory("lokitempo-spans");
        int status = 1;
        try {
            status = run(arguments, Files.createDirectories(arguments.kept().orElse(folder))) ? 0 : 1;
        } finally {
            Installed.remove(folder);
        }
        System.exit(status);
    }

    private static boolean run(Arguments arguments, Path folder) throws Exception {
        String run = "%04x".formatted(Instant.now().getEpochSecond() / 10 & 0xffff);
        KnownSpans known = new KnownSpans(run, arguments.dense());
        StandInLimits room = new StandInLimits(Duration.ofDays(7), 1_000, 1_000, Duration.ofSeconds(30));
        try (LokiStandIn standIn = LokiStandIn.start("127.0.0.1", 0, room);
                Pushing pushing = new Pushing(known, arguments.otlp(), arguments.loki())) {
            URI loki = arguments.loki().orElse(standIn.url());
            Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES);
            Instant from = begin.minus(Duration.ofMinutes(arguments.history()));
            pushing.history(from, begin);
            System.out.printf(
                    "pushed %,d spans of the last %d minutes as run %s%n", pushing.sent(), arguments.history(), run);
            try (FaultProxy beforeLoki = FaultProxy.before(loki, 1);
                    FaultProxy beforeTempo = FaultProxy.before(arguments.tempo(), 2);
                    Testbed testbed = new Testbed(
                            new Testbed.Setup(
                                    Installed.unpacked(arguments.analyzer(), folder.resolve("analyzer-service")),
                                    beforeLoki,
                                    beforeTempo),
                            folder,
                            settings(arguments),
                            1)) {
                Instant live = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
                return new Spans(arguments, known, pushing, testbed).run(live);
            }
        }
    }

    private static Map<String, String> settings(Arguments arguments) {
        return Map.of(
                "LOOKBACK", arguments.history() + 5 + "m",
                "LOGGING_LEVEL_ROOT", "WARN",
                "LOGGING_LEVEL_IO_LOKITEMPO", "INFO");
    }

    private boolean run(Instant live) throws Exception {
        Thread pusher = Thread.ofVirtual().start(() -> pushLive(live));
        Thread troublemaker = Thread.ofVirtual().start(this::makeTrouble);
        Stored stored = awaitAll(pusher, troublemaker);
        Counts held = Held.requests(arguments.tempo(), known.traces());
        System.out.printf("longest time without a request counted, live: %d s%n", longestPause.toSeconds());
        return Report.print(known, pushing.lines(), held, stored, System.out);
    }

    private void pushLive(Instant live) {
        try {
            pushing.live(live, live.plus(Duration.ofMinutes(arguments.live())));
            System.out.printf("pushed %,d spans in all%n", pushing.sent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void makeTrouble() {
        Duration between = Duration.ofMinutes(arguments.live())
                .dividedBy(arguments.trouble().size() + 1);
        try {
            for (Fault fault : arguments.trouble()) {
                Thread.sleep(between);
                System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + fault.name());
                testbed.suffer(fault);
                System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + fault.name() + " is over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Stored awaitAll(Thread pusher, Thread troublemaker) throws Exception {
        Instant moved = Instant.now();
        Instant right = Instant.MAX;
        Instant patience = Instant.MAX;
        long last = -1;
        while (true) {
            boolean allSent = !pusher.isAlive() && !troublemaker.isAlive();
            Instant now = Instant.now();
            if (allSent && patience.equals(Instant.MAX)) {
                patience = now.plus(arguments.patience());
            }
            try {
                long size = testbed.size().requests();
                if (size != last) {
                    if (last >= 0 && !allSent) {
                        Duration pause = Duration.between(moved, now);
                        longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
                    }
                    last = size;
                    moved = now;
                }
                if (allSent) {
                    Stored stored = testbed.stored();
                    right = isRight(stored) ? (right.equals(Instant.MAX) ? now : right) : Instant.MAX;
                    boolean settled =
                            !right.equals(Instant.MAX) && right.plus(REST).isBefore(now);
                    if (settled || now.isAfter(patience)) {
                        return stored;
                    }
                }
            } catch (SQLException e) {
                if (now.isAfter(patience)) {
                    throw new IllegalStateException("the database does not come back", e);
                }
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private boolean isRight(Stored stored) {
        Predicate<Counts.Cell> exact =
                cell -> known.isOwn(cell.service()) && !stored.sampled().contains(cell.minute());
        return known.requests().where(exact).to(stored.requests().where(exact)).isNone()
                && known.calls().where(exact).to(stored.calls().where(exact)).isNone()
                && pushing.lines()
                        .to(stored.lines().where(cell -> known.isOwn(cell.service())))
                        .isNone();
    }
}
