package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.RangeFunction;
import java.util.Arrays;

/** The functions over the values of one window. */
final class Windows {
    private Windows() {}

    /** @param values at least one, in order of time */
    static double apply(RangeFunction function, double parameter, double[] values, long rangeNanos) {
        return switch (function) {
            case SUM_OVER_TIME -> Arrays.stream(values).sum();
            case RATE -> Arrays.stream(values).sum() / (rangeNanos / 1e9);
            case AVG_OVER_TIME -> mean(values);
            case MIN_OVER_TIME -> Arrays.stream(values).min().orElseThrow();
            case MAX_OVER_TIME -> Arrays.stream(values).max().orElseThrow();
            case FIRST_OVER_TIME -> values[0];
            case LAST_OVER_TIME -> values[values.length - 1];
            case STDVAR_OVER_TIME -> variance(values);
            case STDDEV_OVER_TIME -> Math.sqrt(variance(values));
            case QUANTILE_OVER_TIME -> quantile(parameter, values);
            case COUNT_OVER_TIME -> values.length;
            case BYTES_OVER_TIME, BYTES_RATE, ABSENT_OVER_TIME ->
                throw new IllegalStateException(function + " has no samples");
        };
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Of the whole population, as Prometheus has it. */
    static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
    }

    /**
     * Linear between the two nearest ranks.
     *
     * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/">quantile_over_time</a>
     */
    private static double quantile(double q, double[] values) {
        if (q < 0 || q > 1 || Double.isNaN(q)) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = rank - below;
        return sorted[below] * (1 - weight) + sorted[above] * weight;
    }
}
