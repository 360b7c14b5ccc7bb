package io.lokitempo.analyzer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TailTest {
    private final RandomGenerator random = new java.util.SplittableRandom(7);

    @Test
    void exponentialValues_areAsRareAsTheyAre() {
        Tail tail = new Tail();
        for (int i = 0; i < 20_000; i++) {
            tail.learn(-Math.log(1 - random.nextDouble()));
        }
        // Of an exponential distribution, P(X >= x) = e^-x.
        for (double x : new double[] {6, 8, 10}) {
            assertThat(tail.surpriseOf(x, 0)).isCloseTo(x / Math.log(10), within(1.2));
        }
    }

    @Test
    void valueBelowWhatIsKept_isNoSurprise() {
        Tail tail = new Tail();
        for (int i = 0; i < 1_000; i++) {
            tail.learn(i);
        }
        assertThat(tail.surpriseOf(500, 0)).isZero();
        assertThat(tail.surpriseOf(990, 0)).isCloseTo(2, within(0.1));
    }

    @Test
    void heavierTail_isLessSurprisedByTheSameExcess() {
        Tail light = new Tail();
        Tail heavy = new Tail();
        for (int i = 1; i <= 5_000; i++) {
            double u = i / 5_001.0;
            light.learn(-Math.log(u));
            heavy.learn(1 / Math.sqrt(u));
        }
        double far = 3;
        assertThat(heavy.surpriseOf(heavy.highest() * far, 0)).isLessThan(light.surpriseOf(light.highest() * far, 0));
    }

    @Test
    void fewValues_surpriseNobody() {
        Tail tail = new Tail();
        for (int i = 0; i < 19; i++) {
            tail.learn(1);
        }
        assertThat(tail.surpriseOf(1_000, 0)).isZero();
        tail.learn(1);
        assertThat(tail.surpriseOf(1_000, 0)).isEqualTo(Tail.MOST);
    }

    @Test
    void differenceBelowResolution_countsForNothing() {
        Tail tail = new Tail();
        for (int i = 0; i < 100; i++) {
            tail.learn(1);
        }
        assertThat(tail.surpriseOf(1 + 1e-9, 1)).isLessThan(2);
    }

    @Test
    void longStream_forgetsItsHighest() {
        Tail tail = new Tail();
        tail.learn(1_000_000);
        tail.learn(999_999);
        for (int i = 0; i < 8 * Tail.HALVED_AT; i++) {
            tail.learn(i % 100);
        }
        assertThat(tail.highest()).isLessThanOrEqualTo(1_000_000);
        assertThat(tail.surpriseOf(999_999, 0)).isGreaterThan(0);
        Tail orderly = new Tail();
        for (int i = 0; i < 2 * Tail.HALVED_AT; i++) {
            orderly.learn(i % 100);
        }
        assertThat(orderly.surpriseOf(99, 0)).isLessThan(3);
    }
}
