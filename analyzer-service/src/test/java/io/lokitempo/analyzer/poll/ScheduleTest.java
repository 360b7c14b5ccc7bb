package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.finding.Gap;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Schedule SCHEDULE =
            new Schedule(MINUTE, Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofDays(3));
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static final Progress START = Progress.from(NOON.minus(Duration.ofHours(1)));

    @Test
    void window_isReadOnceItHasSettled() {
        Progress progress = START.withRead(minutes(-60, 0));
        assertThat(SCHEDULE.next(progress, NOON.plusSeconds(79), 5)).isEmpty();
        assertThat(SCHEDULE.next(progress, NOON.plusSeconds(80), 5)).contains(minutes(0, 1));
    }

    @Test
    void unknownSource_isBegunAtTheLookback_theNewestWindowsFirst() {
        Instant now = NOON.plusSeconds(30);
        List<TimeWindow> order = new ArrayList<>();
        Progress progress = SCHEDULE.fresh(now);
        for (Optional<TimeWindow> next = SCHEDULE.next(progress, now, 30);
                next.isPresent();
                next = SCHEDULE.next(progress, now, 30)) {
            order.add(next.get());
            progress = progress.withRead(next.get());
        }
        assertThat(order).containsExactly(minutes(-10, 0), minutes(-60, -30), minutes(-30, -10));
        assertThat(progress.read()).containsExactly(minutes(-60, 0));
    }

    @Test
    void history_waitsWhileNewWindowsClose() {
        Progress progress = START.withRead(minutes(-10, 0)).withRead(minutes(-60, -50));
        assertThat(SCHEDULE.next(progress, NOON.plusSeconds(80), 30)).contains(minutes(0, 1));
    }

    @Test
    void knownSource_isReadOnFromWhereItWasLeft_howeverLongAgo() {
        Progress progress =
                Progress.from(NOON.minus(MINUTE.multipliedBy(3_000))).withRead(minutes(-3_000, -2_990));
        assertThat(SCHEDULE.behind(progress, NOON.plusSeconds(20))).isEqualTo(2_990);
    }

    @Test
    void gap_isNotReadAgain() {
        Progress progress = START.withRead(minutes(-60, -2)).withGap(new Gap(minutes(-2, -1), "refused"));
        assertThat(SCHEDULE.next(progress, NOON.plusSeconds(20), 30)).contains(minutes(-1, 0));
    }

    @Test
    void gaps_areBoundedByMergingTheOldest() {
        Progress progress = START;
        for (int i = 0; i < 150; i++) {
            progress = progress.withGap(new Gap(minutes(2 * i, 2 * i + 1), "refused"));
        }
        assertThat(progress.gaps()).hasSize(100);
        assertThat(progress.gaps().getFirst().window()).isEqualTo(minutes(0, 101));
        assertThat(progress.gaps().getLast().window()).isEqualTo(minutes(298, 299));
    }

    /** Whatever was read in whatever order, what is missing and what is done tile the range. */
    @Property(tries = 300)
    void missingAndRead_tileTheRange(
            @ForAll @Size(max = 20) List<@IntRange(min = -70, max = 10) Integer> starts,
            @ForAll @IntRange(min = 1, max = 5) int length) {
        Progress progress = START;
        for (int start : starts) {
            progress = progress.withRead(minutes(start, start + length));
        }
        for (int minute = -60; minute < 0; minute++) {
            TimeWindow window = minutes(minute, minute + 1);
            boolean read = progress.read().stream().anyMatch(window::overlaps);
            boolean missing = progress.missing(NOON).stream().anyMatch(window::overlaps);
            assertThat(read).isNotEqualTo(missing);
        }
        for (int i = 1; i < progress.read().size(); i++) {
            assertThat(progress.read().get(i - 1).end())
                    .isBefore(progress.read().get(i).start());
        }
    }

    private static TimeWindow minutes(int from, int to) {
        return new TimeWindow(NOON.plus(MINUTE.multipliedBy(from)), NOON.plus(MINUTE.multipliedBy(to)));
    }
}
