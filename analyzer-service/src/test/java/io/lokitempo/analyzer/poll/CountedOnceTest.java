package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.upstream.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.KafkaException;

/**
 * The promise "counted once" against a model of Loki: whatever arrives when, in whatever labels, and whatever fails in
 * between, in the end each window's counts are what Loki holds, and sum up.
 */
class CountedOnceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int LIMIT = 6;
    private static final List<String> TEXTS = List.of("cache hit", "order 17 placed", "order 18 placed", "ERROR 503");

    private final Scope scope = new Scope(TenantId.DEFAULT, "00000000");

    @Property(tries = 40)
    void whateverHappens_windowsHoldWhatLokiHolds(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int happenings) throws InterruptedException {
        Story story = new Story(seed);
        for (int i = 0; i < happenings; i++) {
            story.happens();
        }
        story.settles();
        assertThat(story.differences()).isEmpty();
        assertThat(story.last().values()).allSatisfy(counts -> {
            assertThat(counts.patterns().stream().mapToLong(PatternCount::count).sum() + counts.other())
                    .isEqualTo(counts.total());
            assertThat(counts.levels().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(counts.total());
        });
        assertThat(story.ledger.patterns.keySet())
                .containsAll(story.last().values().stream()
                        .flatMap(counts -> counts.patterns().stream())
                        .map(PatternCount::patternId)
                        .toList());
        assertThat(story.ledger.watermarks.values())
                .allSatisfy(mark -> assertThat(mark.read()).hasSize(1))
                .flatExtracting(Watermark::gaps)
                .extracting(Gap::reason)
                .allMatch(reason -> reason.contains("one nanosecond") || reason.contains("hands out"));
    }

    /** One run of chance: a Loki that fills, a clock, a ledger, and a poller that dies now and then. */
    private final class Story {
        private final Random chance;
        private final MovableClock clock = new MovableClock(NOON.plusSeconds(30));
        private final ModelLoki loki;
        private final MemoryLedger ledger;
        private final PollStatus status = new PollStatus(new SimpleMeterRegistry(), clock);
        private LogPolling polling;
        private boolean calm;

        Story(long seed) {
            chance = new Random(seed);
            loki = new ModelLoki(seed);
            loki.failWith(() -> !calm && chance.nextInt(15) == 0
                    ? new Reply.Unavailable<>(Reply.Reason.RATE_LIMITED, "429")
                    : null);
            ledger = new MemoryLedger(clock, () -> !calm && chance.nextInt(10) == 0);
            polling = polling();
        }

        void happens() throws InterruptedException {
            switch (chance.nextInt(8)) {
                case 0, 1 -> arrive(1 + chance.nextInt(30), Duration.ofSeconds(60));
                case 2 -> arrive(1 + chance.nextInt(5), Duration.ofMinutes(55)); // late, or far out of order
                case 3 -> burst();
                case 4 -> clock.advance(Duration.ofSeconds(10 + chance.nextInt(200)));
                case 5 -> clock.advance(Duration.ofMinutes(10 + chance.nextInt(40)));
                case 6 -> polling = polling(); // killed: what it held is gone
                default -> pass();
            }
            pass();
        }

        /** Everything that was lost or late comes to light by the last audit. */
        void settles() throws InterruptedException {
            calm = true;
            clock.advance(Duration.ofMinutes(2));
            for (int i = 0; i < 30; i++) {
                pass();
            }
            clock.advance(Duration.ofMinutes(75));
            for (int i = 0; i < 200; i++) {
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

        private void arrive(int lines, Duration back) {
            for (int i = 0; i < lines; i++) {
                long ago = (long) (chance.nextDouble() * back.toNanos());
                long skewed = chance.nextInt(20) == 0 ? -Duration.ofSeconds(90).toNanos() : ago; // a host ahead of time
                loki.add(line(Nanos.of(clock.instant()) - skewed));
            }
        }

        /** Around as many lines of a nanosecond as a page holds, in one stream or several, perhaps equal ones. */
        private void burst() {
            long at = Nanos.of(clock.instant()) - chance.nextInt(120) * 1_000_000_000L;
            for (int i = LIMIT - 2 + chance.nextInt(2 * LIMIT); i > 0; i--) {
                loki.add(line(at));
            }
        }

        private LogLine line(long at) {
            String service = "service-" + chance.nextInt(3);
            Map<String, String> labels =
                    Map.of(chance.nextInt(4) == 0 ? "app" : "service_name", service, "pod", "pod-" + chance.nextInt(2));
            Map<String, String> metadata =
                    chance.nextBoolean() ? Map.of() : Map.of("trace_id", "%032x".formatted(1 + chance.nextInt(3)));
            return new LogLine(at, TEXTS.get(chance.nextInt(TEXTS.size())), labels, metadata);
        }

        private LogPolling polling() {
            Schedule schedule = new Schedule(MINUTE, Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofDays(3));
            LogPolling.Sharing sharing = new LogPolling.Sharing(
                    scope,
                    loki,
                    new LogWindows(loki, LIMIT, schedule, 1_000),
                    new WindowCounts(loki, clock),
                    new Services(loki, Duration.ofHours(1), clock),
                    new Retention(loki, clock),
                    schedule,
                    1_000,
                    MinerBounds.DEFAULT,
                    text -> text,
                    status,
                    clock);
            return new LogPolling(0, new ServicePartitioner(1), sharing, ledger, ledger.readBack());
        }

        Map<String, PatternCounts> last() {
            return ledger.counts.stream()
                    .map(Ledger.Written::value)
                    .collect(Collectors.toMap(
                            counts -> key(counts.service(), counts.window().start()),
                            counts -> counts,
                            (a, b) -> b.revision() > a.revision() ? b : a));
        }

        /** Windows whose last published count is not what Loki holds. */
        List<String> differences() {
            Map<String, PatternCounts> last = last();
            return held().entrySet().stream()
                    .filter(held -> !last.containsKey(held.getKey())
                            || last.get(held.getKey()).total() != held.getValue())
                    .map(held -> held + " held, published: " + last.get(held.getKey()))
                    .toList();
        }

        Map<String, Long> held() {
            Map<String, Long> held = new HashMap<>();
            last().keySet().forEach(window -> held.put(window, 0L));
            for (LogLine line : loki.lines()) {
                ServiceName service = new ServiceName(
                        line.labels().getOrDefault("service_name", line.labels().getOrDefault("app", "")));
                Instant start = TimeWindow.containing(line.time(), MINUTE).start();
                Watermark mark = ledger.watermarks.get(new SourceId(scope, SourceId.Kind.LOGS, service.value()));
                if (mark != null && !start.isBefore(mark.begin())) {
                    held.merge(key(service, start), 1L, Long::sum);
                }
            }
            return held;
        }

        private static String key(ServiceName service, Instant start) {
            return service + " " + start;
        }
    }
}
