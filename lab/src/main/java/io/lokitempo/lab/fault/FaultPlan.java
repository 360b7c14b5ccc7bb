package io.lokitempo.lab.fault;

import io.lokitempo.lab.fault.Fault.OfProcess;
import io.lokitempo.lab.fault.Fault.OfUpstream;
import io.lokitempo.lab.fault.Fault.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Faults one after the other, drawn from a seed: the same seed plans the same. When each hits what the analyzer does at
 * that moment is up to the machine.
 */
public record FaultPlan(List<Step> steps) {
    /** Of three faults, two are of Loki or Tempo: those are what the field has most of. */
    private static final double UPSTREAM = 2.0 / 3;
    /** Longer than a consumer group waits for a silent member (10 s), so that the frozen analyzer loses its partitions. */
    private static final int FROZEN_SECONDS = 15;

    /** @param after how long it begins after it might have */
    public record Step(Duration after, Fault fault) {}

    public FaultPlan {
        steps = List.copyOf(steps);
    }

    /** A plan of no faults. */
    public static FaultPlan none() {
        return new FaultPlan(List.of());
    }

    public static FaultPlan drawn(long seed, int faults) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        boolean two = false;
        for (int i = 0; i < faults; i++) {
            Duration after = Duration.ofMillis(random.nextInt(4_000));
            Fault fault = random.nextDouble() < UPSTREAM ? upstream(random) : process(random, two);
            if (fault instanceof OfProcess(ProcessFault kind, Duration _)) {
                two = switch (kind) {
                    case SECOND_JOINS -> true;
                    case ONE_OF_TWO_KILLED -> false;
                    case ANALYZER_KILLED, ANALYZER_FROZEN, BROKER_KILLED, DATABASE_KILLED -> two;
                };
            }
            steps.add(new Step(after, fault));
        }
        return new FaultPlan(steps);
    }

    private static Fault upstream(Random random) {
        UpstreamFault[] kinds = UpstreamFault.values();
        Upstream upstream = random.nextInt(3) == 0 ? Upstream.TEMPO : Upstream.LOKI;
        double share = random.nextBoolean() ? 1 : 0.3;
        Duration length = Duration.ofMillis(1_000 + random.nextInt(7_000));
        return new OfUpstream(upstream, kinds[random.nextInt(kinds.length)], share, length);
    }

    private static Fault process(Random random, boolean two) {
        ProcessFault kind = switch (random.nextInt(5)) {
            case 0 -> ProcessFault.ANALYZER_KILLED;
            case 1 -> ProcessFault.BROKER_KILLED;
            case 2 -> ProcessFault.DATABASE_KILLED;
            case 3 -> ProcessFault.ANALYZER_FROZEN;
            default -> two ? ProcessFault.ONE_OF_TWO_KILLED : ProcessFault.SECOND_JOINS;
        };
        Duration length = kind == ProcessFault.ANALYZER_FROZEN
                ? Duration.ofSeconds(FROZEN_SECONDS)
                : Duration.ofMillis(500 + random.nextInt(5_000));
        return new OfProcess(kind, length);
    }
}
