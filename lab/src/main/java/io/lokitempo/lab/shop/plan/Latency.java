package io.lokitempo.lab.shop.plan;

/**
 * How long one piece of work takes: log-normal, and one piece in a hundred hits a Pareto tail (a page fault, a garbage
 * collection, a lock), as durations of real services do.
 *
 * @param sigma of the logarithm; 0.35 puts p95 at 1.8 times the median
 */
public record Latency(double medianMillis, double sigma) {
    private static final double TAIL_SHARE = 0.01;
    private static final double TAIL_INDEX = 1.6;
    private static final double LONGEST = 12;

    static Latency millis(double median) {
        return new Latency(median, 0.35);
    }

    /** Nanoseconds, at most {@value #LONGEST} medians. */
    public double draw(Dice dice) {
        double factor = Math.exp(sigma * dice.gaussian());
        if (dice.chance(TAIL_SHARE)) {
            factor *= Math.pow(dice.between(1e-3, 1), -1 / TAIL_INDEX);
        }
        return medianMillis * 1e6 * Math.min(factor, LONGEST);
    }
}
