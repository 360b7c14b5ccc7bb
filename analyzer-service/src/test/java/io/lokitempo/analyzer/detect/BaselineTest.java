package io.lokitempo.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static Baseline of(double count, int windows) {
        Baseline baseline = Baseline.EMPTY;
        for (int i = 0; i < windows; i++) {
            baseline = baseline.learn(count, 1, 30);
        }
        return baseline;
    }

    @Test
    void tenWindows_areEnough() {
        assertThat(of(100, 9).isUseful()).isFalse();
        assertThat(of(100, 10).isUseful()).isTrue();
        assertThat(of(100, 10).rate()).isCloseTo(100, within(1.0));
        assertThat(of(100, 10).expect(1).surpriseOfAtLeast(400)).isGreaterThan(6);
    }

    @Test
    void neverSeen_isExpectedAsJeffreysPriorSays() {
        assertThat(of(0, 10).expect(1).surpriseOfAtLeast(1)).isBetween(1.3, 1.4);
        assertThat(Baseline.EMPTY.learnNothing(100, 240).expect(1).surpriseOfAtLeast(1))
                .isBetween(2.2, 2.5);
    }

    @Test
    void oneWildWindow_bendsLittle() {
        Baseline before = of(100, 60);
        Baseline after = before.learn(1e6, 1, 30);
        assertThat(after.rate()).isLessThan(before.rate() * 1.05);
    }

    @Test
    void share_isLearntByExposure() {
        Baseline baseline = Baseline.EMPTY;
        for (int i = 1; i <= 40; i++) {
            baseline = baseline.learn(i, 100.0 * i, 240);
        }
        assertThat(baseline.rate()).isCloseTo(0.01, within(0.002));
        assertThat(baseline.learn(0, 0, 240)).isEqualTo(baseline);
    }

    @Test
    void burstySeries_isExpectedToBurst() {
        SplittableRandom random = new SplittableRandom(5);
        Baseline steady = Baseline.EMPTY;
        Baseline bursty = Baseline.EMPTY;
        for (int i = 0; i < 300; i++) {
            steady = steady.learn(100 + random.nextInt(-10, 11), 1, 30);
            bursty = bursty.learn(random.nextInt(4) == 0 ? 340 : 20, 1, 30);
        }
        assertThat(steady.expect(1).surpriseOfAtLeast(340)).isGreaterThan(20);
        assertThat(bursty.expect(1).surpriseOfAtLeast(340)).isLessThan(3);
    }

    @Test
    void emptyWindows_learntAtOnce_areLearntAsOneByOne() {
        Baseline one = of(5, 20);
        for (int i = 0; i < 50; i++) {
            one = one.learn(0, 1, 60);
        }
        assertThat(of(5, 20).learnNothing(50, 60)).isEqualTo(one);
        assertThat(of(5, 20).learnNothing(100_000, 60).rate()).isLessThan(0.1);
    }
}
