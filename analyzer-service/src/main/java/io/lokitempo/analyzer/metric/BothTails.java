package io.lokitempo.analyzer.metric;

/**
 * How rare a value of one statistic is, being so high or so low. A statistic of the last n values is learnt n later, when
 * it shares none of them with the one that is judged: otherwise a change would make itself usual while it comes in.
 */
final class BothTails {
    /** Of the range seen so far; finer differences are not told apart. */
    static final double RESOLUTION = 0.003;

    private final Tail above = new Tail();
    private final Tail below = new Tail();
    private final double[] delayed;
    private int turn;
    private boolean full;

    /** @param delay values between judging and learning, at least 1 */
    BothTails(int delay) {
        delayed = new double[delay];
    }

    /** -log10 of how rare; the value is learnt later. */
    double surpriseOf(double value) {
        if (full) {
            above.learn(delayed[turn]);
            below.learn(-delayed[turn]);
        }
        delayed[turn] = value;
        turn = turn + 1 < delayed.length ? turn + 1 : 0;
        full |= turn == 0;
        double resolution = RESOLUTION * Math.max(0, above.highest() + below.highest());
        return Math.max(above.surpriseOf(value, resolution), below.surpriseOf(-value, resolution));
    }
}
