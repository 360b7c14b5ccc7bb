package io.lokitempo.lab.shop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonTest {
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private final Season season = new Season(3, SEOUL);

    /** Mean of an hour, to look through the noise. */
    private double hour(int day, int hour) {
        long start = LocalDateTime.of(2026, 11, day, hour, 0).atZone(SEOUL).toEpochSecond();
        return IntStream.range(0, 60)
                .mapToDouble(minute -> season.at(start + minute * 60L))
                .average()
                .orElseThrow();
    }

    @Test
    void day_hasLunchAndEveningPeaksInItsOwnZone() {
        assertThat(hour(18, 21)).isGreaterThan(1.5 * hour(18, 9));
        assertThat(hour(18, 12)).isGreaterThan(hour(18, 9));
        assertThat(hour(18, 4)).isLessThan(0.6).isLessThan(hour(18, 9));
    }

    @Test
    void weekend_isBusierInTheEvening() {
        assertThat(hour(21, 21)).isGreaterThan(1.05 * hour(18, 21));
    }

    @Test
    void week_averagesToOne() {
        long monday = LocalDateTime.of(2026, 11, 16, 0, 0).atZone(SEOUL).toEpochSecond();
        double mean = IntStream.range(0, 7 * 24 * 60)
                .mapToDouble(minute -> season.at(monday + minute * 60L))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.99, 1.01);
    }
}
