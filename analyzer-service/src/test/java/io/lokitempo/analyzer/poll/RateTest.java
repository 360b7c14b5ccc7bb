package io.lokitempo.analyzer.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void minute_holdsTheRateAndABurst() {
        Rate rate = new Rate(600);
        int sent = 0;
        for (long now = 0; now < 60 * SECOND; ) {
            long wait = rate.reserve(now);
            now += wait;
            sent++;
        }
        assertThat(sent).isBetween(600, 600 + 31);
    }

    @Test
    void afterAPause_aBurstGoesOutTogetherAndNoMore() {
        Rate rate = new Rate(600);
        long now = 3_600 * SECOND;
        int together = 0;
        while (rate.reserve(now) == 0) {
            together++;
        }
        assertThat(together).isEqualTo(30);
    }

    @Test
    void tooMany_halvesTheRateDownToAFloor_andAnswersRestoreIt() {
        Rate rate = new Rate(640);
        rate.slowDown(0);
        assertThat(rate.perMinute()).isEqualTo(320);
        for (int i = 1; i < 20; i++) {
            rate.slowDown(i * SECOND);
        }
        assertThat(rate.perMinute()).isEqualTo(10);
        for (int i = 0; i < 100; i++) {
            rate.speedUp();
        }
        assertThat(rate.perMinute()).isEqualTo(640);
    }

    @Test
    void queriesTurnedAwayTogether_halveTheRateOnce() {
        Rate rate = new Rate(640);
        for (int i = 0; i < 8; i++) {
            rate.slowDown(i * SECOND / 100);
        }
        assertThat(rate.perMinute()).isEqualTo(320);
    }

    @Test
    void pauseThatTheServerAskedFor_isKept_andIsFollowedByNoBurst() {
        Rate rate = new Rate(600);
        rate.pause(30 * SECOND);
        assertThat(rate.reserve(0)).isEqualTo(30 * SECOND);
        assertThat(rate.reserve(0)).isEqualTo(30 * SECOND + SECOND / 10);
        assertThat(rate.reserve(10 * SECOND)).isEqualTo(20 * SECOND + 2 * SECOND / 10);
    }
}
