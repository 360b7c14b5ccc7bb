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
        rate.slowDown();
        assertThat(rate.perMinute()).isEqualTo(320);
        for (int i = 0; i < 20; i++) {
            rate.slowDown();
        }
        assertThat(rate.perMinute()).isEqualTo(10);
        for (int i = 0; i < 20; i++) {
            rate.speedUp();
        }
        assertThat(rate.perMinute()).isEqualTo(640);
    }
}
