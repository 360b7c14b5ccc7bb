package io.lokitempo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactDurationTest {
    @ParameterizedTest
    @CsvSource({
        "5m, PT5M",
        "1h30m, PT1H30M",
        "30d1h, PT721H",
        "1w, PT168H",
        "1y, PT8760H",
        "250ms, PT0.25S",
        "1s5ms, PT1.005S",
        "0s, PT0S",
        "90m, PT1H30M",
        "999999999y, PT8759999991240H"
    })
    void parse_form_isThatLong(String text, Duration duration) {
        assertThat(CompactDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "5m1h", "5m5m", "-5m", "1.5h", "5M", "5us", "1000000000000s", "٥m"})
    void parse_anythingElse_isEmpty(String text) {
        assertThat(CompactDuration.parse(text)).isEmpty();
    }
}
