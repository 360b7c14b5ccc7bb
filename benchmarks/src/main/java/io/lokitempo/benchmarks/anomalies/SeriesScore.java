package io.lokitempo.benchmarks.anomalies;

import io.lokitempo.benchmarks.anomalies.LabelledSeries.Window;
import java.util.Arrays;
import java.util.Collection;

/**
 * What alarms in a series are worth, by the rules of the Numenta Anomaly Benchmark, standard profile: the earliest alarm in
 * a window earns up to 1, a window without one costs 1, an alarm outside costs up to 0.11.
 *
 * @param sum of all that
 * @param windows how many there are
 * @param found in how many of them was an alarm
 * @param falseAlarms outside
 * @see <a href="https://arxiv.org/abs/1510.03336">Lavin and Ahmad, 2015, section II.B</a>
 */
record SeriesScore(double sum, int windows, int found, int falseAlarms) {
    private static final double FALSE_ALARM = 0.11;
    private static final double FAR_BEHIND = 3;

    /** @param alarms one flag a value */
    static SeriesScore of(LabelledSeries series, boolean[] alarms) {
        double[] best = new double[series.windows().size()];
        Arrays.fill(best, -1);
        double sum = 0;
        int falseAlarms = 0;
        for (int i = series.probation(); i < alarms.length; i++) {
            if (!alarms[i]) {
                continue;
            }
            int window = windowOf(series, i);
            if (window >= 0) {
                best[window] = Math.max(best[window], reward(series.windows().get(window), i));
            } else {
                sum += FALSE_ALARM * cost(series, i);
                falseAlarms++;
            }
        }
        int found = (int) Arrays.stream(best).filter(one -> one > -1).count();
        return new SeriesScore(sum + Arrays.stream(best).sum(), best.length, found, falseAlarms);
    }

    /** 0 for no alarm at all, 100 for each window found at its first value and no alarm elsewhere. */
    static double normalised(Collection<SeriesScore> scores) {
        double sum = scores.stream().mapToDouble(SeriesScore::sum).sum();
        int windows = scores.stream().mapToInt(SeriesScore::windows).sum();
        return windows == 0 ? 0 : 100 * (sum + windows) / (2 * windows);
    }

    private static int windowOf(LabelledSeries series, int index) {
        for (int i = 0; i < series.windows().size(); i++) {
            if (index >= series.windows().get(i).first()
                    && index <= series.windows().get(i).last()) {
                return i;
            }
        }
        return -1;
    }

    private static double reward(Window window, int index) {
        return sigmoid(-(window.last() - index + 1) / (double) window.length()) / sigmoid(-1);
    }

    private static double cost(LabelledSeries series, int index) {
        return series.windows().stream()
                .filter(window -> window.last() < index)
                .reduce((_, later) -> later)
                .map(before -> sigmoid((index - before.last()) / (before.length() - 1.0)))
                .orElse(-1.0);
    }

    private static double sigmoid(double y) {
        return y > FAR_BEHIND ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
    }
}
