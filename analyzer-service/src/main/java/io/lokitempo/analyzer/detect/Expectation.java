package io.lokitempo.analyzer.detect;

/**
 * What a count should be: a negative binomial distribution, that is a Poisson count whose rate is itself uncertain.
 *
 * @param mean above 0
 * @param shape how sure the rate is: 1 / shape is its squared coefficient of variation
 */
record Expectation(double mean, double shape) {
    private static final double LN10 = Math.log(10);

    /** Of a count at least so high: P(X >= k) = I_p(k, shape) with p = mean / (mean + shape). */
    double surpriseOfAtLeast(double count) {
        double k = Math.ceil(count);
        return k <= 0 ? 0 : Surprise.ofLog(IncompleteBeta.log(mean / (mean + shape), k, shape));
    }

    /** Of a count at most so high: P(X <= k) = I_q(shape, k + 1) with q = shape / (mean + shape). */
    double surpriseOfAtMost(double count) {
        double k = Math.floor(count);
        return k < 0 ? Surprise.MOST : Surprise.ofLog(IncompleteBeta.log(shape / (mean + shape), shape, k + 1));
    }

    /**
     * Of counting nothing in so many windows on end. Their rate is taken to be uncertain once for all of them, not anew
     * for each, which is the more careful of the two: P = (1 + windows mean / shape) ^ -shape.
     */
    double surpriseOfNothing(int windows) {
        return Math.min(Surprise.MOST, shape * Math.log1p(windows * mean / shape) / LN10);
    }

    double standardDeviation() {
        return Math.sqrt(mean + mean * mean / shape);
    }

    /** Two standard deviations below the mean, not below 0. */
    double low() {
        return Math.max(0, mean - 2 * standardDeviation());
    }

    /** Two standard deviations above the mean. */
    double high() {
        return mean + 2 * standardDeviation();
    }
}
