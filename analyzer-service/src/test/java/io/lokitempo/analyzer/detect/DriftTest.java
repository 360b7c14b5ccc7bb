package io.lokitempo.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftTest {
    private static final Expectation ONE_A_WINDOW = new Expectation(1, 1_000);

    @Test
    void smallRises_addUp_toWhatNoneShowsAlone() {
        Drift drift = Drift.NONE;
        for (int window = 0; window < 6; window++) {
            drift = drift.after(4, ONE_A_WINDOW, Drift.OF_SHARES);
        }
        assertThat(ONE_A_WINDOW.surpriseOfAtLeast(4)).isLessThan(2);
        assertThat(drift.surprise()).isGreaterThan(6);
        assertThat(drift.events()).isEqualTo(24);
        assertThat(drift.windows()).isLessThanOrEqualTo(6);
    }

    @Test
    void usualWindows_takeItBackToNothing() {
        Drift drift = Drift.NONE.after(5, ONE_A_WINDOW, Drift.OF_SHARES);
        assertThat(drift.sum()).isPositive();
        for (int window = 0; window < 3; window++) {
            drift = drift.after(1, ONE_A_WINDOW, Drift.OF_SHARES);
        }
        assertThat(drift).isEqualTo(Drift.NONE);
    }

    @Test
    void falseAlarms_areNoMoreThanTheSurpriseSays() {
        Timeline random = new Timeline(7);
        int alarms = 0;
        Drift drift = Drift.NONE;
        for (int window = 0; window < 200_000; window++) {
            drift = drift.after(random.poisson(1), ONE_A_WINDOW, Drift.OF_SHARES);
            if (drift.surprise() >= 3) {
                alarms++;
                drift = Drift.NONE;
            }
        }
        assertThat(alarms).as("one in a thousand windows at most").isLessThanOrEqualTo(200);
    }
}
