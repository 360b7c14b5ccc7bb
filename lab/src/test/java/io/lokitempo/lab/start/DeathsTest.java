package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeathsTest {
    @Test
    void aFewDeaths_areBorneWithGrowingPauses() {
        Deaths deaths = new Deaths();
        deaths.count();
        assertThat(deaths.pause()).isEqualTo(Duration.ofSeconds(1));
        deaths.count();
        deaths.count();
        assertThat(deaths.pause()).isEqualTo(Duration.ofSeconds(4));
        assertThat(deaths.areTooMany()).isFalse();
    }

    @Test
    void moreDeaths_areTooMany() {
        Deaths deaths = new Deaths();
        for (int i = 0; i < 5; i++) {
            deaths.count();
        }
        assertThat(deaths.areTooMany()).isTrue();
        assertThat(deaths).hasToString("5 times within 10 minutes");
    }
}
