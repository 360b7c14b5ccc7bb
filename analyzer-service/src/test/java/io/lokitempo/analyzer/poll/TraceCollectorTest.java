package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.analyzer.aggregate.SpanTally;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceCollectorTest {
    private static final TimeWindow WINDOW =
            TimeWindow.containing(Instant.parse("2026-11-22T14:00:00Z"), Duration.ofMinutes(1));

    private final ModelTempo tempo = new ModelTempo();

    @Test
    void everyTrace_isCollectedWhateverTheSearchReturnsFirst() {
        for (int i = 0; i < 3_000; i++) {
            tempo.add(request(i + 1, i * 20L, 1, 5));
        }
        assertThat(requests(collect(20_000), WINDOW)).isEqualTo(3_000);
        assertThat(collect(20_000).sampling()).isEqualTo(Sampling.EXACT);
    }

    @Test
    void traceOverTheWindowsEdge_countsInEachWindowWhatBeganThere() {
        tempo.add(List.of(
                span(1, 1, 0, SpanKind.SERVER, 50_000, 60_000), span(1, 2, 1, SpanKind.SERVER, 70_000, 10_000)));
        TimeWindow next = new TimeWindow(WINDOW.end(), WINDOW.end().plusSeconds(60));
        assertThat(requests(collect(20_000), WINDOW)).isEqualTo(1);
        assertThat(requests(collectIn(next, 20_000), next)).isEqualTo(1);
    }

    @Test
    void largeTrace_isFetchedWhole() {
        List<Span> large = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            large.add(span(1, i + 1, 0, SpanKind.SERVER, i, 1));
        }
        tempo.add(large);
        assertThat(requests(collect(20_000), WINDOW)).isEqualTo(500);
        assertThat(tempo.lookups).isEqualTo(1);
    }

    @Test
    void missingParent_isLookedForInTheTrace() {
        tempo.add(request(1, 0, 7, 1));
        assertThat(requests(collect(20_000), WINDOW)).isEqualTo(1);
        assertThat(tempo.lookups).isEqualTo(1);
    }

    @Test
    void burstOfASecond_isReadWholeWhereTheBudgetPaysForIt() {
        for (int i = 0; i < 700; i++) {
            tempo.add(request(i + 1, 45_000, 0, 5));
        }
        TraceCollector.Outcome.Complete whole = collect(20_000);
        assertThat(whole.sampling()).isEqualTo(Sampling.EXACT);
        assertThat(requests(whole, WINDOW)).isEqualTo(700);
    }

    @Test
    void moreThanTheBudgetInASecond_isSaidToBeASample() {
        for (int i = 0; i < 2_000; i++) {
            tempo.add(request(i + 1, 0, 0, 5));
        }
        TraceCollector.Outcome.Complete sample = collect(600);
        assertThat(sample.sampling()).isEqualTo(Sampling.SAMPLED);
        assertThat(requests(sample, WINDOW)).isEqualTo(500);
    }

    @Test
    void lanes_eachCollectTheirSeconds() {
        for (int i = 0; i < 120; i++) {
            tempo.add(request(i + 1, i * 500L, 0, 5));
        }
        long counted = 0;
        for (int lane = 0; lane < 3; lane++) {
            TraceCollector.Outcome outcome = new TraceCollector(tempo, 20_000).collect(WINDOW, lane, 3);
            counted += requests((TraceCollector.Outcome.Complete) outcome, WINDOW, lane, 3);
        }
        assertThat(counted).isEqualTo(120);
    }

    @Test
    void failure_isHandedOn() {
        tempo.down = true;
        assertThat(new TraceCollector(tempo, 100).collect(WINDOW, 0, 1))
                .isInstanceOf(TraceCollector.Outcome.Failed.class);
    }

    private TraceCollector.Outcome.Complete collect(int budget) {
        return collectIn(WINDOW, budget);
    }

    private TraceCollector.Outcome.Complete collectIn(TimeWindow window, int budget) {
        return (TraceCollector.Outcome.Complete) new TraceCollector(tempo, budget).collect(window, 0, 1);
    }

    private static long requests(TraceCollector.Outcome.Complete complete, TimeWindow window) {
        return requests(complete, window, 0, 1);
    }

    private static long requests(TraceCollector.Outcome.Complete complete, TimeWindow window, int lane, int lanes) {
        SpanTally tally = new SpanTally(new Scope(TenantId.DEFAULT, "00000000"), window, lane, lanes);
        complete.traces().forEach(tally::add);
        List<SpanWindow> spans = tally.close(Set.of(), 0, complete.sampling());
        return spans.stream()
                .flatMap(one -> one.operations().stream())
                .mapToLong(OperationStats::requests)
                .sum();
    }

    private static List<Span> request(int trace, long offsetMillis, int parent, long millis) {
        return List.of(span(trace, 1, parent == 0 ? 0 : parent + 1, SpanKind.SERVER, offsetMillis, millis));
    }

    private static Span span(int trace, int id, int parent, SpanKind kind, long offsetMillis, long millis) {
        return new Span(
                TraceId.of(Integer.toHexString(trace)),
                SpanId.of(Integer.toHexString(id)),
                parent == 0 ? null : SpanId.of(Integer.toHexString(parent)),
                new ServiceName("cart"),
                "work",
                kind,
                SpanStatus.UNSET,
                "",
                WINDOW.startNanos() + offsetMillis * 1_000_000,
                millis * 1_000_000,
                Map.of(),
                Map.of(),
                List.of());
    }
}
