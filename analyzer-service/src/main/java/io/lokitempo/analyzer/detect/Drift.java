package io.lokitempo.analyzer.detect;

/**
 * Small rises added up until together they are too much for chance: the cumulated sum of log-likelihood ratios between a
 * rate some times the usual and the usual one, begun anew whenever it falls to 0. Where few requests come it
 * finds within minutes what no single window shows.
 *
 * <p>The mean time to a false alarm at a sum of h is at least e^h windows, so that h / ln 10 is read as a surprise.
 *
 * @param sum in nats, 0 or more
 * @param windows since it was last no more than one window in ten shows by chance: where the rise began
 * @param events counted since it was 0
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page, Continuous Inspection Schemes, Biometrika 1954</a>
 * @see <a href="https://doi.org/10.1214/aoms/1177693055">Lorden, Procedures for Reacting to a Change in Distribution,
 *     Annals of Mathematical Statistics 1971 (the bound)</a>
 */
public record Drift(double sum, int windows, double events) {
    public static final Drift NONE = new Drift(0, 0, 0);

    /** Of shares: between twice, which is told from, and ten times, which one window shows. */
    static final double OF_SHARES = 4;
    /** Of what hardly ever happens: a geometric middle of ten times and a hundred times. */
    static final double OF_THE_RARE = 32;

    private static final double LN10 = Math.log(10);

    /** @param times the usual rate that is looked for */
    Drift after(double count, Expectation expected, double times) {
        double next = sum + evidence(count, expected, times);
        return next <= 0 ? NONE : new Drift(next, next < LN10 ? 0 : windows + 1, events + count);
    }

    /** Positive where a count speaks for the higher rate, in nats. */
    static double evidence(double count, Expectation expected, double times) {
        double mean = expected.mean();
        double shape = expected.shape();
        return count * Math.log(times) + (count + shape) * Math.log((mean + shape) / (times * mean + shape));
    }

    double surprise() {
        return Math.min(Surprise.MOST, sum / LN10);
    }
}
