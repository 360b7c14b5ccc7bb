package io.lokitempo.analyzer.metric;

/** How rare a value of one statistic is, being so high or so low. */
final class BothTails {
    /** Of the range seen so far; finer differences are not told apart. */
    static final double RESOLUTION = 0.003;

    private final Tail above = new Tail();
    private final Tail below = new Tail();

    /** -log10 of how rare; the value is learnt after. */
    double surpriseOf(double value) {
        double resolution = RESOLUTION * Math.max(0, above.highest() + below.highest());
        double surprise = Math.max(above.surpriseOf(value, resolution), below.surpriseOf(-value, resolution));
        above.learn(value);
        below.learn(-value);
        return surprise;
    }
}
