package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.ServicePartitioner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.KafkaException;

/** The promise "counted once" for spans: each window's requests are in the end the spans that Tempo holds of it. */
class RequestsCountedOnceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    /** What is older when it comes is found once its block is cut and listed: query_ingesters_until of Tempo 2.10. */
    private static final Duration INGESTERS_KNOW = MINUTE.multipliedBy(30);

    private static final Duration UNTIL_LISTED = MINUTE.multipliedBy(36);

    private final Scope scope = new Scope(TenantId.DEFAULT, "00000000");

    @Property(tries = 12)
    void whateverHappens_windowsHoldWhatTempoHolds(
            @ForAll long seed,
            @ForAll @IntRange(min = 5, max = 30) int happenings,
            @ForAll @IntRange(min = 1, max = 3) int lanes)
            throws InterruptedException {
        Story story = new Story(seed, lanes);
        for (int i = 0; i < happenings; i++) {
            story.happens();
        }
        story.settles();
        assertThat(story.published()).isEqualTo(story.held());
        assertThat(story.ledger.spans)
                .allSatisfy(written -> assertThat(written.value().sampling()).isEqualTo(Sampling.EXACT));
    }

    /** One run of chance: a Tempo that fills, a clock, a ledger, and a poller that dies now and then. */
    private final class Story {
        private final Random chance;
        private final int lanes;
        private final MovableClock clock = new MovableClock(NOON.plusSeconds(50));
        private final ModelTempo tempo = new ModelTempo(clock);
        private int lastTrace;
        private final MemoryLedger ledger;
        private final PollStatus status = new PollStatus(new SimpleMeterRegistry(), clock);
        private TracePolling polling;
        private boolean calm;

        Story(long seed, int lanes) {
            this.chance = new Random(seed);
            this.lanes = lanes;
            ledger = new MemoryLedger(clock, () -> !calm && chance.nextInt(10) == 0);
            polling = polling();
            traces(chance.nextInt(40), Duration.ofMinutes(58));
        }

        void happens() throws InterruptedException {
            tempo.down = chance.nextInt(6) == 0;
            switch (chance.nextInt(6)) {
                case 0, 1 -> traces(1 + chance.nextInt(20), Duration.ofSeconds(40));
                case 2 -> traces(1 + chance.nextInt(5), Duration.ofMinutes(33)); // sent long after
                case 3 -> clock.advance(Duration.ofSeconds(10 + chance.nextInt(120)));
                case 4 -> clock.advance(Duration.ofMinutes(3 + chance.nextInt(15)));
                default -> polling = polling(); // killed: what it held is gone
            }
            pass();
        }

        void settles() throws InterruptedException {
            calm = true;
            tempo.down = false;
            clock.advance(Duration.ofMinutes(75));
            for (int i = 0; i < 400; i++) {
                pass();
            }
        }

        private void pass() throws InterruptedException {
            try {
                polling.pass();
            } catch (KafkaException e) {
                assertThat(e).hasMessageContaining("injected");
                polling = polling();
            }
        }

        private void traces(int count, Duration back) {
            for (int i = 0; i < count; i++) {
                long start = Nanos.of(clock.instant()) - (long) (chance.nextDouble() * back.toNanos());
                TraceId id = TraceId.of(Integer.toHexString(++lastTrace));
                int spans = chance.nextInt(30) == 0 ? 150 : 1 + chance.nextInt(5);
                List<Span> trace = new ArrayList<>();
                for (int n = 1; n <= spans; n++) {
                    long from = start + chance.nextInt(90) * 1_000_000_000L; // over one window's edge, or two
                    trace.add(span(id, n, from));
                }
                int cut = chance.nextInt(spans); // in two pieces, or whole
                arrives(trace.subList(0, cut));
                arrives(trace.subList(cut, spans));
            }
        }

        private void arrives(List<Span> piece) {
            if (!piece.isEmpty()) {
                Instant end = Nanos.toInstant(
                        piece.stream().mapToLong(Span::endNanos).max().orElseThrow());
                boolean old = end.plus(INGESTERS_KNOW).isBefore(clock.instant());
                tempo.add(piece, old ? clock.instant().plus(UNTIL_LISTED) : clock.instant());
            }
        }

        private Span span(TraceId trace, int number, long from) {
            return new Span(
                    trace,
                    SpanId.of(Integer.toHexString(number)),
                    number == 1 ? null : SpanId.of(Integer.toHexString(1 + chance.nextInt(number - 1))),
                    new ServiceName("cart"),
                    "work",
                    SpanKind.SERVER,
                    SpanStatus.UNSET,
                    "",
                    from,
                    1_000_000L * chance.nextInt(5_000),
                    Map.of(),
                    Map.of(),
                    List.of());
        }

        private TracePolling polling() {
            Schedule schedule =
                    new Schedule(MINUTE, Duration.ofSeconds(45), MINUTE.multipliedBy(60), Duration.ofDays(3));
            TracePolling.Sharing sharing =
                    new TracePolling.Sharing(scope, tempo, schedule, lanes, 20_000, status, clock);
            return new TracePolling(0, new ServicePartitioner(1), sharing, ledger, ledger.readBack());
        }

        /** Requests by window as the last revision of each lane has them. */
        Map<Instant, Long> published() {
            Map<String, SpanWindow> last = new HashMap<>();
            ledger.spans.forEach(written -> {
                SpanWindow one = written.value();
                last.merge(
                        one.service() + " " + one.lane() + " " + one.window(),
                        one,
                        (a, b) -> b.revision() >= a.revision() ? b : a);
            });
            Map<Instant, Long> requests = new TreeMap<>();
            last.values()
                    .forEach(one -> requests.merge(
                            one.window().start(),
                            one.operations().stream()
                                    .mapToLong(OperationStats::requests)
                                    .sum(),
                            Long::sum));
            requests.values().removeIf(count -> count == 0);
            return requests;
        }

        /** A lane that had not written anything when it was killed begins anew, later. */
        Map<Instant, Long> held() {
            Map<Instant, Long> held = new TreeMap<>();
            for (List<Span> trace : tempo.traces) {
                for (Span span : trace) {
                    Instant at = Nanos.toInstant(span.startNanos());
                    String lane = "lane-" + Math.floorMod(at.getEpochSecond(), lanes);
                    Watermark mark = ledger.watermarks.get(new SourceId(scope, SourceId.Kind.TRACES, lane));
                    if (mark != null && !at.isBefore(mark.begin()) && at.isBefore(mark.analyzedThrough())) {
                        held.merge(TimeWindow.containing(at, MINUTE).start(), 1L, Long::sum);
                    }
                }
            }
            return held;
        }
    }
}
