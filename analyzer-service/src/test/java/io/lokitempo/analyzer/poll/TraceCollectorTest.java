package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.analyzer.aggregate.RequestTotals;
import io.lokitempo.analyzer.aggregate.SpanTally;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** Tempo as far as polling asks it: the first traces found, in an order of its own, up to 100 spans of each. */
    private static final class ModelTempo implements SpanStore {
        private final List<List<Span>> traces = new ArrayList<>();
        private final Random random = new Random(3);
        private int lookups;
        private boolean down;

        void add(List<Span> trace) {
            traces.add(trace);
        }

        @Override
        public Reply<TraceHits> search(TimeWindow window, int limit) {
            if (down) {
                return new Reply.Unavailable<>(Reply.Reason.TIMEOUT, "no answer");
            }
            List<TraceHit> found = new ArrayList<>(traces.stream()
                    .filter(trace -> start(trace) <= window.endNanos() && end(trace) >= window.startNanos())
                    .map(ModelTempo::hit)
                    .toList());
            Collections.shuffle(found, random);
            boolean complete = found.size() < limit;
            return new Reply.Answered<>(new TraceHits(found.subList(0, Math.min(limit, found.size())), complete, 0, 0));
        }

        @Override
        public Reply<RequestTotals> requests(TimeWindow window) {
            return new Reply.Refused<>(404, "no metrics here");
        }

        @Override
        public Reply<TraceLookup> trace(TraceId id, TimeWindow around) {
            lookups++;
            return new Reply.Answered<>(traces.stream()
                    .filter(trace -> trace.getFirst().traceId().equals(id))
                    .findFirst()
                    .<TraceLookup>map(trace -> new TraceLookup.Found(trace, false))
                    .orElseGet(TraceLookup.Absent::new));
        }

        private static TraceHit hit(List<Span> trace) {
            List<HitSpan> shown = trace.stream().limit(100).map(ModelTempo::hit).collect(Collectors.toList());
            long millis = (end(trace) - start(trace)) / 1_000_000;
            return new TraceHit(
                    trace.getFirst().traceId(), "cart", "work", start(trace), millis, shown, trace.size(), Map.of());
        }

        private static HitSpan hit(Span span) {
            SpanId parent = span.parentId();
            return new HitSpan(
                    span.spanId(),
                    span.operation(),
                    span.startNanos(),
                    span.durationNanos(),
                    Map.of(
                            "service.name", text(span.service().value()),
                            "kind", text("server"),
                            "status", text("unset"),
                            "server.address", text("nil"),
                            "span:parentID", text(parent == null ? "0000000000000000" : parent.hex())));
        }

        private static AttributeValue text(String value) {
            return new AttributeValue.Text(value);
        }

        private static long start(List<Span> trace) {
            return trace.stream().mapToLong(Span::startNanos).min().orElse(0);
        }

        private static long end(List<Span> trace) {
            return trace.stream().mapToLong(Span::endNanos).max().orElse(0);
        }
    }
}
