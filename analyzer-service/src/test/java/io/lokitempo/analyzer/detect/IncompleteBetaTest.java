package io.lokitempo.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncompleteBetaTest {
    /** I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b and the symmetry at 1/2 are exact. */
    @ParameterizedTest
    @CsvSource({"0.3, 4, 1, 0.0081", "0.3, 1, 4, 0.7599", "0.5, 7, 7, 0.5", "0.5, 2, 3, 0.6875", "0.9, 2, 3, 0.9963"})
    void log_ofKnownValues_isExact(double x, double a, double b, double expected) {
        assertThat(Math.exp(IncompleteBeta.log(x, a, b))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void log_farBelowTheSmallestDouble_keepsItsSize() {
        assertThat(IncompleteBeta.log(1e-3, 5_000, 1)).isCloseTo(5_000 * Math.log(1e-3), within(1e-6));
    }

    @Test
    void log_ofLargeParameters_converges() {
        assertThat(Math.exp(IncompleteBeta.log(0.5, 1e6, 1e6))).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void logGamma_ofWholeNumbers_isTheFactorial() {
        double factorial = 0;
        for (int n = 1; n < 50; n++) {
            assertThat(IncompleteBeta.logGamma(n)).isCloseTo(factorial, within(1e-9));
            factorial += Math.log(n);
        }
        assertThat(IncompleteBeta.logGamma(0.5)).isCloseTo(Math.log(Math.PI) / 2, within(1e-12));
    }
}
