package io.lokitempo.lab.fault;

import io.lokitempo.lab.fault.Counts.Difference;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * One run of a testbed over a load: the plan's faults one after the other while the load is read, then as much time as it
 * takes to count what is left.
 *
 * @param stored what the database held at the end
 * @param lines how it differs from what was pushed
 * @param requests the same
 * @param ownDeaths processes that ended without being killed
 */
public record FaultRun(Stored stored, Difference lines, Difference requests, int ownDeaths, Duration took) {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** Without any progress for so long, what is missing is taken for lost. Longer than every time-out on the way. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** How long a fault waits for its share of the reading to be done. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);
    /** Through how much of the reading the faults are spread, so that the last of them has something to spoil as well. */
    private static final double SPREAD = 0.9;
    /** For which the counts have to stay right, so that what comes twice has time to come. */
    private static final Duration REST = Duration.ofSeconds(10);

    /**
     * @param queries that reading the load takes, as far as is known; the faults are spread over them
     * @param said takes a line for each fault
     */
    public static FaultRun of(Testbed testbed, FaultPlan plan, KnownLoad load, long queries, Consumer<String> said)
            throws InterruptedException {
        Instant begun = Instant.now();
        long answered = testbed.answered();
        int number = 0;
        for (FaultPlan.Step step : plan.steps()) {
            awaitWork(
                    testbed,
                    answered + (long) (queries * SPREAD * number / plan.steps().size()));
            Thread.sleep(step.after());
            String progress = progress(testbed, load);
            long met = testbed.spoilt();
            testbed.suffer(step.fault());
            said.accept("%2d/%d  %-28s %4.1f s   at %s%s"
                    .formatted(
                            ++number,
                            plan.steps().size(),
                            step.fault().name(),
                            step.fault().length().toMillis() / 1e3,
                            progress,
                            step.fault() instanceof Fault.OfUpstream
                                    ? ", " + (testbed.spoilt() - met) + " requests met it"
                                    : ""));
        }
        Stored stored = awaitAll(testbed, load, said);
        return new FaultRun(
                stored,
                load.lines().to(stored.lines()),
                load.requests().to(stored.requests()),
                testbed.ownDeaths(),
                Duration.between(begun, Instant.now()));
    }

    /** Waits until an analyzer reads again and has read as much as it should have, so that faults meet all of the reading. */
    private static void awaitWork(Testbed testbed, long answered) throws InterruptedException {
        long enough = Math.max(answered, testbed.answered() + 1);
        Instant patience = Instant.now().plus(RECOVERY);
        while (testbed.answered() < enough && Instant.now().isBefore(patience)) {
            testbed.revive();
            Thread.sleep(50);
        }
    }

    private static String progress(Testbed testbed, KnownLoad load) {
        try {
            Stored.Size size = testbed.size();
            return "%d%% of lines, %d%% of requests"
                    .formatted(
                            100 * size.lines() / Math.max(1, load.lines().total()),
                            100 * size.requests() / Math.max(1, load.requests().total()));
        } catch (SQLException e) {
            return "database away";
        }
    }

    private static Stored awaitAll(Testbed testbed, KnownLoad load, Consumer<String> said) throws InterruptedException {
        Stored.Size last = new Stored.Size(-1, -1);
        Instant moved = Instant.now();
        while (true) {
            testbed.revive();
            try {
                Stored.Size size = testbed.size();
                Instant now = Instant.now();
                if (!size.equals(last)) {
                    last = size;
                    moved = now;
                }
                boolean all = size.lines() == load.lines().total()
                        && size.requests() == load.requests().total();
                if (all && moved.plus(REST).isBefore(now)) {
                    return testbed.stored();
                }
                if (moved.plus(PATIENCE).isBefore(now)) {
                    said.accept("no progress for " + PATIENCE.toSeconds() + " s");
                    return testbed.stored();
                }
            } catch (SQLException e) {
                if (moved.plus(PATIENCE.multipliedBy(2)).isBefore(Instant.now())) {
                    throw new IllegalStateException("the database does not come back", e);
                }
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}
