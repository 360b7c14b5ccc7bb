package io.lokitempo.analyzer.detect;

/**
 * What is usual of one series: how many events come with a unit of exposure. Lines a window (the exposure of a window is
 * 1), errors a request, slow requests a request.
 *
 * <p>A gamma-Poisson model with forgetting: past events and exposure are discounted by 1 - 1/memory a window, which makes
 * the predictive distribution negative binomial with shape {@code events + 1/2} (Jeffreys' prior). How much the rate
 * itself varies from window to window, beyond what so few events explain, is estimated from the squared errors of
 * the predictions, and widens it. Counts far from the prediction are learnt as if they were three standard deviations
 * from it, so that no single window bends the baseline.
 *
 * <p>A season fits in as exposure: a slot of the week that usually carries 1.8 times the mean counts as 1.8 windows, when
 * judging and when learning.
 *
 * @param windows learnt, those with exposure 0 not counted
 * @param events discounted sum
 * @param exposure discounted sum
 * @param excess discounted sum of squared errors beyond Poisson's
 * @param square discounted sum of squared predictions
 * @see <a href="https://doi.org/10.1080/07350015.1989.10509750">Harvey and Fernandes, Time Series Models for Count or
 *     Qualitative Observations, JBES 1989</a>
 * @see <a href="https://doi.org/10.1214/aoms/1177703732">Huber, Robust Estimation of a Location Parameter, 1964</a>
 */
public record Baseline(int windows, double events, double exposure, double excess, double square) {
    public static final Baseline EMPTY = new Baseline(0, 0, 0, 0, 0);

    /** Windows until it is worth asking. */
    static final int USEFUL = 10;

    // Until much is seen, rates are taken to vary by a fifth from window to window: a prior worth five windows.
    private static final double PRIOR_VARIATION = 0.2 * 0.2;
    private static final int PRIOR_WINDOWS = 5;
    private static final int CLIPPED_FROM = 3;
    private static final double CLIP = 3;
    private static final int DISPERSION_MEMORY = 4;

    /** Whether enough was learnt to judge by it. */
    public boolean isUseful() {
        return windows >= USEFUL && exposure > 0;
    }

    /** Events a unit of exposure; 0 before anything was learnt. */
    public double rate() {
        return exposure > 0 ? events / exposure : 0;
    }

    /** What is expected of a window with an exposure above 0. */
    Expectation expect(double of) {
        double mean = (events + 0.5) / exposure * of;
        return new Expectation(mean, 1 / (variation(mean) + 1 / (events + 0.5)));
    }

    /**
     * With one more window.
     *
     * @param of its exposure; with 0 there is nothing to learn
     * @param memory windows after which a window weighs a third of a new one
     */
    public Baseline learn(double count, double of, int memory) {
        if (of <= 0) {
            return this;
        }
        if (windows < CLIPPED_FROM) {
            return new Baseline(windows + 1, events + count, exposure + of, 0, 0);
        }
        Expectation expected = expect(of);
        double reach = CLIP * expected.standardDeviation();
        double clipped = Math.clamp(count, Math.max(0, expected.mean() - reach), expected.mean() + reach + 1);
        double error = clipped - expected.mean();
        double byChance = expected.mean() + expected.mean() * expected.mean() / (events + 0.5);
        double keep = kept(memory);
        double keepErrors = kept(memory * DISPERSION_MEMORY);
        return new Baseline(
                windows + 1,
                keep * events + clipped,
                keep * exposure + of,
                keepErrors * excess + error * error - byChance,
                keepErrors * square + expected.mean() * expected.mean());
    }

    /** With windows of exposure 1 in which nothing was counted. */
    public Baseline learnNothing(int windowsOfNothing, int memory) {
        Baseline learnt = this;
        int told = Math.min(windowsOfNothing, 4 * memory); // by then nothing older matters
        for (int i = 0; i < told; i++) {
            learnt = learnt.learn(0, 1, memory);
        }
        return new Baseline(
                learnt.windows + windowsOfNothing - told, learnt.events, learnt.exposure, learnt.excess, learnt.square);
    }

    private double kept(int memory) {
        return windows < memory ? 1 : 1 - 1.0 / memory;
    }

    private double variation(double mean) {
        double weight = PRIOR_WINDOWS * mean * mean;
        return Math.max(0, (excess + PRIOR_VARIATION * weight) / (square + weight));
    }
}
