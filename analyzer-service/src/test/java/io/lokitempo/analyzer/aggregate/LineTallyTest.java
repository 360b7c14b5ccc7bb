package io.lokitempo.analyzer.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LineTallyTest {
    private static final Scope SCOPE = new Scope(TenantId.DEFAULT, "00000000");
    private static final ServiceName CHECKOUT = new ServiceName("checkout");
    private static final TimeWindow WINDOW =
            TimeWindow.containing(Instant.parse("2026-11-22T14:00:00Z"), Duration.ofMinutes(1));
    private static final TimeWindow NEXT =
            new TimeWindow(WINDOW.end(), WINDOW.end().plusSeconds(60));

    private final ServicePatterns patterns = patterns(MinerBounds.DEFAULT, List.of());

    @Test
    void lines_areCountedByPatternLevelAndTrace() {
        LineTally tally = new LineTally(patterns, WINDOW);
        tally.add(line(
                0, "payment of order 17 declined", Map.of("detected_level", "error", "trace_id", "AB12".repeat(8))));
        tally.add(line(1, "payment of order 18 declined", Map.of("detected_level", "error")));
        tally.add(line(2, "user signed in", Map.of("detected_level", "info")));
        PatternCounts counts = tally.close(0);
        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.other()).isZero();
        assertThat(counts.levels()).isEqualTo(Map.of(LogLevel.ERROR, 2L, LogLevel.INFO, 1L));
        assertThat(counts.sampling()).isEqualTo(Sampling.EXACT);
        assertThat(counts.patterns()).extracting(PatternCount::count).containsExactlyInAnyOrder(2L, 1L);
        assertThat(counts.patterns())
                .filteredOn(pattern -> pattern.level() == LogLevel.ERROR)
                .singleElement()
                .satisfies(pattern -> {
                    assertThat(pattern.traces()).containsExactly(TraceId.of("ab12".repeat(8)));
                    assertThat(pattern.line()).isEqualTo("payment of order 17 declined");
                });
    }

    @Test
    void pattern_isPublishedOnceWithItsSeverestLevelAndARedactedSample() {
        ServicePatterns redacted =
                new ServicePatterns(SCOPE, CHECKOUT, MinerBounds.DEFAULT, text -> text.replace("17", "*"), List.of());
        LineTally tally = new LineTally(redacted, WINDOW);
        tally.add(line(0, "payment of order 17 declined", Map.of("detected_level", "warn")));
        tally.add(line(1, "payment of order 17 declined", Map.of("detected_level", "error")));
        tally.close(0);
        assertThat(redacted.changes()).singleElement().satisfies(pattern -> {
            assertThat(pattern.level()).isEqualTo(LogLevel.ERROR);
            assertThat(pattern.sample()).isEqualTo("payment of order * declined");
            assertThat(pattern.firstSeen()).isEqualTo(WINDOW.start());
            assertThat(pattern.successor()).isNull();
        });
        LineTally next = new LineTally(redacted, NEXT);
        next.add(line(60_000_000_000L, "payment of order 17 declined", Map.of()));
        assertThat(next.close(0).patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.line()).isNull());
        assertThat(redacted.changes()).isEmpty();
    }

    @Test
    void publishedPatterns_readBack_giveTheSameIds() {
        LineTally tally = new LineTally(patterns, WINDOW);
        tally.add(line(0, "cache miss for key alpha", Map.of()));
        String id = tally.close(0).patterns().getFirst().patternId();
        LineTally again = new LineTally(patterns(MinerBounds.DEFAULT, patterns.changes()), WINDOW);
        again.add(line(0, "cache miss for key alpha", Map.of()));
        assertThat(again.close(1).patterns())
                .extracting(PatternCount::patternId)
                .containsExactly(id);
    }

    @Test
    void generalisedPattern_pointsToItsSuccessor_andLinesCountThere() {
        LineTally first = new LineTally(patterns, WINDOW);
        first.add(line(0, "worker took jobs.queue.NORTH over", Map.of()));
        String oldId = first.close(0).patterns().getFirst().patternId();
        patterns.changes();
        LineTally second = new LineTally(patterns, NEXT);
        second.add(line(60_000_000_000L, "worker took jobs.queue.NORTH over", Map.of()));
        second.add(line(60_000_000_001L, "worker took jobs.queue.SOUTH over", Map.of()));
        PatternCounts counts = second.close(0);
        assertThat(counts.patterns()).singleElement().satisfies(pattern -> {
            assertThat(pattern.patternId()).isNotEqualTo(oldId);
            assertThat(pattern.count()).isEqualTo(2);
            assertThat(pattern.line()).as("a successor is not new").isNull();
        });
        List<LogPattern> changes = patterns.changes();
        assertThat(changes).hasSize(2);
        assertThat(changes)
                .filteredOn(pattern -> pattern.id().equals(oldId))
                .extracting(LogPattern::successor)
                .containsExactly(counts.patterns().getFirst().patternId());
    }

    @Test
    void patternGeneralisedWithinItsFirstWindow_isPublishedOnlyAsWhatItBecame() {
        LineTally tally = new LineTally(patterns, WINDOW);
        tally.add(line(0, "worker took jobs.queue.NORTH over", Map.of()));
        tally.add(line(1, "worker took jobs.queue.SOUTH over", Map.of()));
        PatternCounts counts = tally.close(0);
        assertThat(counts.patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.count()).isEqualTo(2));
        assertThat(patterns.changes())
                .extracting(LogPattern::id)
                .containsExactly(counts.patterns().getFirst().patternId());
    }

    @Test
    void unreadLines_areOtherAndSaidToBe() {
        LineTally tally = new LineTally(patterns, WINDOW);
        tally.add(line(0, "user signed in", Map.of("detected_level", "info")));
        tally.addUnread(7_000);
        PatternCounts counts = tally.close(0);
        assertThat(counts.total()).isEqualTo(7_001);
        assertThat(counts.other()).isEqualTo(7_000);
        assertThat(counts.sampling()).isEqualTo(Sampling.TOTALS_EXACT);
    }

    @Test
    void lineOfAnotherWindow_isRefused() {
        LineTally tally = new LineTally(patterns, WINDOW);
        assertThatThrownBy(() -> tally.add(line(60_000_000_000L, "x", Map.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void sumOfPatternsAndOther_isTheTotal(@ForAll("texts") List<String> texts) {
        ServicePatterns few = patterns(new MinerBounds(3, 64), List.of());
        LineTally tally = new LineTally(few, WINDOW);
        for (int i = 0; i < texts.size(); i++) {
            tally.add(line(i, texts.get(i), Map.of()));
        }
        PatternCounts counts = tally.close(0);
        assertThat(counts.total()).isEqualTo(texts.size());
        assertThat(counts.patterns().stream().mapToLong(PatternCount::count).sum() + counts.other())
                .isEqualTo(texts.size());
        assertThat(counts.levels().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(texts.size());
        List<String> published = new ArrayList<>();
        few.changes().forEach(pattern -> published.add(pattern.id()));
        assertThat(published)
                .containsAll(
                        counts.patterns().stream().map(PatternCount::patternId).toList());
    }

    /** Whatever a sample held and the server counted, what is published sums to the server's count. */
    @Property(tries = 300)
    void sample_isScaledToTheServersTotal(
            @ForAll("texts") List<String> texts,
            @ForAll @LongRange(min = 0, max = 100_000) long errors,
            @ForAll @LongRange(min = 0, max = 100_000) long unknown,
            @ForAll long seed) {
        Random random = new Random(seed);
        LineTally tally = new LineTally(patterns(new MinerBounds(3, 100), List.of()), WINDOW);
        for (int i = 0; i < texts.size(); i++) {
            LogLine line = line(i, texts.get(i), Map.of());
            if (random.nextBoolean()) {
                tally.add(line);
            } else {
                tally.addSampled(line, 1 + 1_000 * random.nextDouble());
            }
        }
        PatternCounts counts = tally.closeSampled(0, Map.of(LogLevel.ERROR, errors, LogLevel.UNKNOWN, unknown));
        long total = Math.max(texts.size(), errors + unknown);
        assertThat(counts.total()).isEqualTo(total);
        assertThat(counts.patterns().stream().mapToLong(PatternCount::count).sum() + counts.other())
                .isEqualTo(total);
        assertThat(counts.levels().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(total);
        assertThat(counts.sampling()).isEqualTo(Sampling.TOTALS_EXACT);
        if (errors > 0) {
            assertThat(counts.levels()).containsEntry(LogLevel.ERROR, errors);
        }
    }

    @Test
    void sampledLines_standForOthersAsTheirWeightSays() {
        LineTally tally = new LineTally(patterns, WINDOW);
        tally.add(line(0, "user signed in", Map.of()));
        tally.addSampled(line(1, "disk is full", Map.of()), 300);
        tally.addSampled(line(2, "disk is full", Map.of()), 300);
        tally.addSampled(line(3, "retry later", Map.of()), 200);
        PatternCounts counts = tally.closeSampled(0, Map.of(LogLevel.ERROR, 800L, LogLevel.INFO, 1L));
        assertThat(counts.patterns()).extracting(PatternCount::count).containsExactlyInAnyOrder(1L, 600L, 200L);
        assertThat(counts.levels()).isEqualTo(Map.of(LogLevel.ERROR, 800L, LogLevel.INFO, 1L));
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> word = Arbitraries.of("a", "b", "queue", "17", "ERROR", "took", "{", "", "x=1");
        return word.list()
                .ofMaxSize(6)
                .map(words -> String.join(" ", words))
                .list()
                .ofMaxSize(60);
    }

    private static ServicePatterns patterns(MinerBounds bounds, List<LogPattern> published) {
        return new ServicePatterns(SCOPE, CHECKOUT, bounds, text -> text, published);
    }

    private static LogLine line(long offsetNanos, String text, Map<String, String> metadata) {
        return new LogLine(WINDOW.startNanos() + offsetNanos, text, Map.of("service_name", "checkout"), metadata);
    }
}
