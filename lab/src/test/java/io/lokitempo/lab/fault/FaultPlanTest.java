package io.lokitempo.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.fault.Fault.OfProcess;
import io.lokitempo.lab.fault.Fault.OfUpstream;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    @Test
    void seed_decides() {
        assertThat(FaultPlan.drawn(7, 30)).isEqualTo(FaultPlan.drawn(7, 30)).isNotEqualTo(FaultPlan.drawn(8, 30));
        assertThat(FaultPlan.drawn(7, 30).steps()).hasSize(30);
    }

    @Test
    void everyKind_isDrawn() {
        Set<UpstreamFault> upstream = EnumSet.noneOf(UpstreamFault.class);
        Set<ProcessFault> process = EnumSet.noneOf(ProcessFault.class);
        for (FaultPlan.Step step : FaultPlan.drawn(1, 500).steps()) {
            switch (step.fault()) {
                case OfUpstream fault -> upstream.add(fault.kind());
                case OfProcess fault -> process.add(fault.kind());
            }
        }
        assertThat(upstream).containsExactlyInAnyOrder(UpstreamFault.values());
        assertThat(process).containsExactlyInAnyOrder(ProcessFault.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneAnalyzerOrTwo_alwaysRun(long seed) {
        int analyzers = 1;
        for (FaultPlan.Step step : FaultPlan.drawn(seed, 500).steps()) {
            if (step.fault() instanceof OfProcess fault) {
                analyzers += switch (fault.kind()) {
                    case SECOND_JOINS -> 1;
                    case ONE_OF_TWO_KILLED -> -1;
                    case ANALYZER_KILLED, ANALYZER_FROZEN, BROKER_KILLED, DATABASE_KILLED -> 0;
                };
                assertThat(analyzers).isBetween(1, 2);
            }
        }
    }
}
