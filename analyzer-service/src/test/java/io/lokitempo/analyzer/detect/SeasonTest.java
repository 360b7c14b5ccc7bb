package io.lokitempo.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lokitempo.telemetry.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeasonTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

    private final Map<Integer, SeasonSlot> slots = new HashMap<>();
    private final Season season = new Season(
            new SeriesMemory() {
                @Override
                public @Nullable SeriesState get(String series) {
                    return null;
                }

                @Override
                public void put(String series, SeriesState state) {}

                @Override
                public @Nullable SeasonSlot slot(String series, int hour) {
                    return slots.get(hour);
                }

                @Override
                public void put(String series, int hour, SeasonSlot slot) {
                    slots.put(hour, slot);
                }
            },
            "lines/");

    /** Days on which hour h brings 100 (h + 1) events a window. */
    private void days(int from, int to) {
        for (int hour = 24 * from + 1; hour <= 24 * to; hour++) {
            Instant start = MONDAY.plus(Duration.ofHours(hour));
            Baseline before = new Baseline(60, 60 * 100.0 * ((hour - 1) % 24 + 1), 60, 0, 0);
            season.learn(new TimeWindow(start, start.plusSeconds(60)), before);
        }
    }

    @Test
    void firstDay_hasNoSeason() {
        days(0, 0);
        assertThat(season.since(MONDAY.plus(Duration.ofHours(9)), 30)).isEqualTo(1);
    }

    @Test
    void season_isBelievedMoreTheMoreDaysWereSeen() {
        days(0, 1);
        Instant nineThirty = MONDAY.plus(Duration.ofHours(33)).plus(Duration.ofMinutes(30));
        double full = 1_000.0 / 950;
        assertThat(season.since(nineThirty, 30)).isEqualTo(Math.sqrt(full), within(1e-9));
        days(1, 8);
        assertThat(season.since(nineThirty, 30)).isCloseTo(full, within(.01)).isGreaterThan(Math.sqrt(full));
    }

    @Test
    void weekday_winsOverAllDaysAsItsWeeksAreSeen() {
        SeasonSlot slot = SeasonSlot.NONE.learn(DayOfWeek.MONDAY, 100).learn(DayOfWeek.SUNDAY, 400);
        assertThat(slot.level(DayOfWeek.TUESDAY)).isEqualTo(250);
        assertThat(slot.level(DayOfWeek.SUNDAY)).isBetween(300.0, 350.0);
        SeasonSlot later = slot.learn(DayOfWeek.SUNDAY, 400).learn(DayOfWeek.SUNDAY, 400);
        assertThat(later.level(DayOfWeek.SUNDAY)).isGreaterThan(slot.level(DayOfWeek.SUNDAY));
    }

    @Test
    void oneWeek_changesASeasonByTwiceAtMost() {
        SeasonSlot slot = SeasonSlot.NONE.learn(DayOfWeek.MONDAY, 100).learn(DayOfWeek.MONDAY, 100_000);
        assertThat(slot.levels().getFirst()).isLessThan(200);
    }

    @Test
    void rise_isUsualWhereTwoOtherDaysHadIt() {
        SeasonSlot slot = SeasonSlot.NONE.risen(DayOfWeek.MONDAY, 900).risen(DayOfWeek.TUESDAY, 1_000);
        assertThat(slot.isUsual(DayOfWeek.TUESDAY, 1_000)).isFalse();
        assertThat(slot.isUsual(DayOfWeek.WEDNESDAY, 1_000)).isTrue();
        assertThat(slot.isUsual(DayOfWeek.WEDNESDAY, 2_000)).isFalse();
    }
}
