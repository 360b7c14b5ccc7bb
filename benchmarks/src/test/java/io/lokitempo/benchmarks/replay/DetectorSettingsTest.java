package io.lokitempo.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorSettingsTest {
    @Test
    void notGiven_arePreset() {
        assertThat(DetectorSettings.parse("")).hasToString("false-alarms-per-week=0.2, alert-horizon=15m");
    }

    @Test
    void given_areTaken() {
        assertThat(DetectorSettings.parse("alert-horizon=1h, false-alarms-per-week=2"))
                .hasToString("false-alarms-per-week=2, alert-horizon=1h");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            budget=1                | no setting is named budget; there are false-alarms-per-week, alert-horizon
            alert-horizon           | alert-horizon has no value
            alert-horizon=soon      | 1m to 24h are accepted
            alert-horizon=2d        | 1m to 24h are accepted
            false-alarms-per-week=0 | a number above 0 is accepted
            """)
    void unknownOrWrong_isRefusedWithWhatIsAccepted(String text, String message) {
        assertThatThrownBy(() -> DetectorSettings.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
