package io.lokitempo.analyzer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.analyzer.metric.MetricDetector.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricDetectorTest {
    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final int DAY = 288;

    private final RandomGenerator random = new java.util.SplittableRandom(11);

    @Test
    void steadyNoise_alarmsSeldom() {
        List<Integer> alarms = alarms(14 * DAY, i -> 100 + 5 * random.nextGaussian());
        assertThat(alarms.stream().filter(i -> i > DAY)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void dailySeason_isUsualAfterSomeDays() {
        List<Integer> alarms = alarms(14 * DAY, i -> daily(i) + 2 * random.nextGaussian());
        assertThat(alarms.stream().filter(i -> i > 4 * DAY)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void levelShift_alarmsWithinAFewValues() {
        int onset = 8 * DAY + 40;
        List<Integer> alarms = alarms(10 * DAY, i -> daily(i) + 2 * random.nextGaussian() + (i >= onset ? 80 : 0));
        assertThat(alarms).anySatisfy(i -> assertThat(i).isBetween(onset, onset + 6));
    }

    @Test
    void flatLine_inALivelySeriesAlarms() {
        int onset = 8 * DAY;
        List<Integer> alarms = alarms(9 * DAY, i -> i >= onset ? 100 : 100 + 5 * random.nextGaussian());
        assertThat(alarms).anySatisfy(i -> assertThat(i).isBetween(onset, onset + 40));
    }

    @Test
    void alarms_keepAPauseBetweenThem() {
        List<Integer> alarms = alarms(4 * DAY, i -> i % 60 == 0 ? i * 10.0 : random.nextGaussian());
        for (int i = 1; i < alarms.size(); i++) {
            assertThat(alarms.get(i) - alarms.get(i - 1)).isGreaterThanOrEqualTo(Bar.PAUSE);
        }
        assertThat(alarms).isNotEmpty();
    }

    @Test
    void sameValues_areJudgedAlike_whateverTheirUnit() {
        double[] values = IntStream.range(0, 4 * DAY)
                .mapToDouble(i -> daily(i) + random.nextGaussian())
                .toArray();
        assertThat(alarms(values.length, i -> values[i])).isEqualTo(alarms(values.length, i -> values[i] * 1_048_576));
    }

    @Test
    void constantSeries_isNeverASurprise() {
        MetricDetector detector = new MetricDetector();
        for (int i = 0; i < 2 * DAY; i++) {
            assertThat(detector.take(START, 3.5).surprise()).isLessThan(MetricDetector.BAR);
        }
    }

    @Test
    void valueThatIsNone_isRefused() {
        assertThatThrownBy(() -> new MetricDetector().take(START, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void score_isBetween0And1AndAlarmsAreAtHalfAndAbove() {
        MetricDetector detector = new MetricDetector();
        for (int i = 0; i < 2 * DAY; i++) {
            Judgement judged = detector.take(at(i), i == 500 ? 1e12 : random.nextGaussian());
            assertThat(judged.score()).isBetween(0.0, 1.0);
            assertThat(judged.isAlarm()).isEqualTo(judged.score() >= MetricDetector.ALARM);
            assertThat(judged.at()).isEqualTo(at(i));
        }
    }

    private static double daily(int i) {
        return 100 + 50 * Math.sin(2 * Math.PI * i / DAY);
    }

    private static List<Integer> alarms(int length, IntToDoubleFunction series) {
        MetricDetector detector = new MetricDetector();
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            if (detector.take(at(i), series.applyAsDouble(i)).isAlarm()) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    private static Instant at(int i) {
        return START.plus(Duration.ofMinutes(5L * i));
    }
}
