package io.lokitempo.analyzer.detect;

/** Surprise is -log10 of a p-value: 0 for the expected, 6 for one in a million; capped, for it is shown to people. */
final class Surprise {
    static final double MOST = 300;

    private static final double LN10 = Math.log(10);

    private Surprise() {}

    static double ofLog(double logP) {
        return Math.clamp(-logP / LN10, 0, MOST);
    }

    /**
     * Of two independent tests together: with p the product of both p-values, p (1 - ln p) (R. A. Fisher, Statistical
     * Methods for Research Workers, 4th edition, section 21.1).
     */
    static double ofBoth(double one, double other) {
        double sum = one + other;
        return Math.clamp(sum - Math.log10(1 + sum * LN10), 0, MOST);
    }
}
