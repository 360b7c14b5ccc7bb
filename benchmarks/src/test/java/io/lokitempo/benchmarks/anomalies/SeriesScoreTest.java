package io.lokitempo.benchmarks.anomalies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lokitempo.benchmarks.anomalies.LabelledSeries.Window;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesScoreTest {
    private static final LabelledSeries SERIES = new LabelledSeries(
            "made/up.csv",
            Collections.nCopies(1_000, ""),
            Collections.nCopies(1_000, ""),
            Collections.nCopies(1_000, 0.0),
            List.of(new Window(400, 499), new Window(800, 849)));

    @Test
    void silence_scoresNothing() {
        assertThat(SeriesScore.normalised(List.of(score()))).isZero();
    }

    @Test
    void firstValueOfEachWindow_isPerfect() {
        SeriesScore score = score(400, 800);
        assertThat(SeriesScore.normalised(List.of(score))).isCloseTo(100, within(1e-9));
        assertThat(score.found()).isEqualTo(2);
        assertThat(score.falseAlarms()).isZero();
    }

    @Test
    void laterAlarmInAWindow_isWorthLess_andOnlyTheEarliestCounts() {
        assertThat(score(490).sum()).isLessThan(score(410).sum());
        assertThat(score(410, 490).sum()).isEqualTo(score(410).sum());
    }

    @Test
    void falseAlarm_costsLessJustBehindAWindow() {
        assertThat(score(300).sum()).isCloseTo(-2.11, within(1e-9));
        assertThat(score(501).sum()).isBetween(-2.02, -2.0);
        assertThat(score(700).sum()).isCloseTo(-2.11, within(1e-3));
    }

    @Test
    void alarmInProbation_countsNeitherWay() {
        assertThat(SERIES.probation()).isEqualTo(150);
        assertThat(score(149).sum()).isEqualTo(-2);
    }

    private static SeriesScore score(int... alarms) {
        boolean[] flags = new boolean[1_000];
        for (int alarm : alarms) {
            flags[alarm] = true;
        }
        return SeriesScore.of(SERIES, flags);
    }
}
