package io.lokitempo.mcp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final MovedClock clock = new MovedClock();
    private final Allowance allowance = new Allowance(60, clock);

    @Test
    void take_moreThanAMinuteHolds_saysHowLongToWait() {
        for (int i = 0; i < 60; i++) {
            assertThat(allowance.take("a")).isEmpty();
        }
        assertThat(allowance.take("a")).contains(Duration.ofSeconds(1));
        assertThat(allowance.take("b")).isEmpty();

        clock.move(Duration.ofSeconds(1));
        assertThat(allowance.take("a")).isEmpty();
        assertThat(allowance.take("a")).isPresent();
    }

    @Test
    void take_afterALongTime_isNoMoreThanAMinutes() {
        allowance.take("a");
        clock.move(Duration.ofDays(1));
        for (int i = 0; i < 60; i++) {
            assertThat(allowance.take("a")).isEmpty();
        }
        assertThat(allowance.take("a")).isPresent();
    }
}
