package io.lokitempo.analyzer.detect;

/**
 * How a kind of series is learnt.
 *
 * @param memory windows after which a window weighs a third of a new one: short for what follows the time of day, long
 *     for shares, which do not
 * @param patience windows after which a deviation is the new usual: a day for harm, two hours for what may just be growth
 */
record Measure(int memory, int patience) {
    private static final int TWO_HOURS = 120;
    private static final int DAY = 1_440;

    static final Measure TRAFFIC = new Measure(30, TWO_HOURS);
    static final Measure PATTERN = new Measure(60, TWO_HOURS);
    static final Measure SHARE = new Measure(240, DAY);
}
