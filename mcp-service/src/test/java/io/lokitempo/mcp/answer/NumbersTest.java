package io.lokitempo.mcp.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1204, 1204",
        "41.2345, 41.2",
        "0.0001234, 0.000123",
        "1234.5, 1235",
        "-0.5, -0.5",
        "NaN, NaN",
        "Infinity, +Inf",
        "1e14, 100000000000000",
    })
    void plain_number_keepsThreeSignificantDigitsAndAllOfWholeOnes(double value, String shown) {
        assertThat(Numbers.plain(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "0.34, 340us",
        "88, 88ms",
        "1840, 1.84s",
        "59999, 60s",
        "130000, 2m10s",
        "3600000, 1h",
        "11100000, 3h5m",
        "90000000, 1d1h",
    })
    void millis_duration_takesTheUnitThatFits(double millis, String shown) {
        assertThat(Numbers.millis(millis)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "512, 512B", "33792, 33.8kB", "20000000000, 20GB", "999900, 1MB"})
    void bytes_size_takesTheUnitThatFits(double bytes, String shown) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(shown);
    }
}
