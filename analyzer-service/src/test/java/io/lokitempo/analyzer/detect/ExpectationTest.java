package io.lokitempo.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    /** Sums of the probabilities themselves, by their recurrence. */
    @Property(tries = 200)
    void tails_areTheSumsOfTheirProbabilities(
            @ForAll @DoubleRange(min = 0.05, max = 60) double mean,
            @ForAll @DoubleRange(min = 0.3, max = 80) double shape,
            @ForAll @IntRange(min = 1, max = 120) int count) {
        double p = mean / (mean + shape);
        double probability = Math.pow(1 - p, shape);
        double below = 0;
        for (int k = 0; k < count; k++) {
            below += probability;
            probability *= (k + shape) / (k + 1) * p;
        }
        Expectation expectation = new Expectation(mean, shape);
        assertThat(Math.pow(10, -expectation.surpriseOfAtMost(count - 1))).isCloseTo(below, within(1e-9));
        assertThat(Math.pow(10, -expectation.surpriseOfAtLeast(count))).isCloseTo(1 - below, within(1e-9));
    }

    @Test
    void nothing_overSeveralWindows_isMoreSurprisingTheLonger() {
        Expectation expectation = new Expectation(2, 25);
        assertThat(expectation.surpriseOfNothing(1)).isCloseTo(expectation.surpriseOfAtMost(0), within(1e-9));
        assertThat(expectation.surpriseOfNothing(2)).isGreaterThan(expectation.surpriseOfNothing(1));
    }

    @Test
    void surprise_isCapped() {
        assertThat(new Expectation(1, 1e6).surpriseOfAtLeast(100_000)).isEqualTo(300);
        assertThat(new Expectation(1, 1e6).surpriseOfAtLeast(0)).isZero();
    }

    @Test
    void bothOfTwoUnsurprisingTests_areUnsurprising() {
        assertThat(Surprise.ofBoth(0, 0)).isZero();
        assertThat(Surprise.ofBoth(1, 0)).isLessThan(1);
        assertThat(Surprise.ofBoth(6, 6)).isBetween(9.0, 12.0);
    }
}
