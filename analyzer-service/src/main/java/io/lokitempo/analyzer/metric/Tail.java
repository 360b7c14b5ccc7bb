package io.lokitempo.analyzer.metric;

import java.util.Arrays;

/**
 * The upper tail of a stream of values: how rare is a value at least so high?
 *
 * <p>The highest {@value #KEPT} values are kept. Among them, a value's rarity is its rank, as in conformal prediction;
 * above the highest twentieth it is that of a generalised Pareto distribution fitted to the excesses by its moments, its
 * shape held between exponential and the heaviest tail that still has a variance. Below what is kept everything is usual:
 * the surprise is 0.
 *
 * <p>After {@value #HALVED_AT} values what is known is halved in weight, so that a stream that goes on for years forgets.
 * A value costs O({@value #KEPT}) at the very most and O(1) nearly always: most are below what is kept.
 *
 * @see <a href="https://doi.org/10.1145/3097983.3098144">Siffer et al., Anomaly Detection in Streams with Extreme Value
 *     Theory, KDD 2017</a>
 * @see <a href="https://doi.org/10.1080/00401706.1987.10488243">Hosking and Wallis, Parameter and Quantile Estimation for
 *     the Generalized Pareto Distribution, 1987</a>
 */
final class Tail {
    static final int KEPT = 100;

    /** Three weeks of minutes. */
    static final int HALVED_AT = 1 << 15;

    /** Decades; what never happened in a series that never varied is as surprising as anything can be. */
    static final double MOST = 20;

    private static final int USEFUL = 20;
    private static final double TAIL = 0.05;
    private static final int LEAST_TAIL = 5;
    private static final double HEAVIEST = 0.5;
    private static final double LN10 = Math.log(10);

    private final double[] highest = new double[KEPT];
    private int kept;
    private int seen;

    /** Takes a value in, the way it was first asked about. */
    void learn(double value) {
        seen++;
        if (kept < KEPT) {
            int at = placeOf(value);
            System.arraycopy(highest, at, highest, at + 1, kept - at);
            highest[at] = value;
            kept++;
        } else if (value > highest[0]) {
            int at = placeOf(value);
            System.arraycopy(highest, 1, highest, 0, at - 1);
            highest[at - 1] = value;
        }
        if (seen >= HALVED_AT) {
            halve();
        }
    }

    /** The highest value that is remembered. */
    double highest() {
        return kept == 0 ? 0 : highest[kept - 1];
    }

    /**
     * -log10 of the probability of a value at least so high, 0 to {@value #MOST}.
     *
     * @param resolution differences below it mean nothing
     */
    double surpriseOf(double value, double resolution) {
        if (seen < USEFUL) {
            return 0;
        }
        int tail = Math.min(kept, Math.max(LEAST_TAIL, (int) (seen * TAIL)));
        double threshold = highest[kept - tail];
        return value > threshold
                ? surpriseBeyond(value - threshold, threshold, tail, resolution)
                : surpriseByRank(value);
    }

    private double surpriseByRank(double value) {
        int at = placeOf(value);
        return at == 0 ? 0 : -Math.log10((kept - at + 1.0) / (seen + 1.0));
    }

    private double surpriseBeyond(double excess, double threshold, int tail, double resolution) {
        double mean = 0;
        for (int i = kept - tail; i < kept; i++) {
            mean += highest[i] - threshold;
        }
        mean /= tail;
        double variance = 0;
        for (int i = kept - tail; i < kept; i++) {
            double error = highest[i] - threshold - mean;
            variance += error * error;
        }
        variance /= tail;
        double shape = variance > 0 ? Math.clamp((1 - mean * mean / variance) / 2, 0, HEAVIEST) : 0;
        double scale = Math.max(mean * (1 - shape), resolution);
        if (scale <= 0) {
            return MOST;
        }
        double decades = (shape < 1e-6 ? excess / scale : Math.log1p(shape * excess / scale) / shape) / LN10;
        return Math.min(MOST, decades - Math.log10((double) tail / seen));
    }

    private int placeOf(double value) {
        int at = Arrays.binarySearch(highest, 0, kept, value);
        return at < 0 ? -at - 1 : at;
    }

    private void halve() {
        int half = (kept + 1) / 2;
        for (int i = 0; i < half; i++) {
            highest[i] = highest[kept % 2 == 0 ? 2 * i + 1 : 2 * i];
        }
        kept = half;
        seen /= 2;
    }
}
