package io.lokitempo.analyzer.metric;

import java.time.Instant;

/**
 * Watches one regularly sampled measure, whatever its unit: a rate, a ratio, a latency, a temperature.
 *
 * <p>Six questions are asked of each value. Four are about statistics of the last values, each judged by how rare so high
 * or so low a one is ({@link Tail}): the value itself, the mean of the last 12, the step between the last 24 and the 24
 * before, the roughness of the last 24. Two are about the novelty of a shape ({@link Shapes}): the last four values, and
 * the last 32 as a pyramid of Haar wavelets. Each answer is a surprise in decades (-log10 of a probability); together they
 * count as the root of the sum of their squares: more than the greatest, for what several see is more likely true, and less
 * than the sum that independent tests would allow, for they look at the same values. Where that reaches a bar
 * ({@link Bar}) there is an alarm.
 *
 * <p>Nothing is known of seasons: what comes daily is a shape seen before. Everything is learnt, anomalies too, once; a
 * new level is news for as long as it is new. A value costs some {@code 300 * 11} multiplications, the state is
 * {@link #STATE_BYTES} whatever the series' length. Not safe for use by several threads.
 *
 * @see <a href="https://arxiv.org/abs/1510.03336">Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms, the
 *     Numenta Anomaly Benchmark, 2015</a>, by which the constants were chosen and cross-validated; docs/series.md tells
 *     how
 */
public final class MetricDetector {
    /** A score from here on is an alarm. */
    public static final double ALARM = 0.5;

    /** Decades of surprise of an alarm where there was none lately. */
    public static final double BAR = 3.4;

    /** About what one detector holds on to: shapes, tails and the last values. */
    public static final int STATE_BYTES = 4 * (Shapes.KEPT + 12) * (4 + 7) + 8 * (10 * Tail.KEPT + Recent.LENGTH + 120);

    private static final int LEVEL = 12;
    private static final int STEP = 24;
    private static final int PYRAMID = 7;
    private static final int WORD = 4;
    private static final int WORD_DELAY = 4;
    private static final int PYRAMID_DELAY = 12;

    private final Recent recent = new Recent();
    private final BothTails values = new BothTails(1);
    private final BothTails levels = new BothTails(LEVEL);
    private final BothTails steps = new BothTails(STEP);
    private final BothTails roughnesses = new BothTails(STEP);
    private final Shapes words = new Shapes(WORD, WORD_DELAY);
    private final Shapes pyramids = new Shapes(PYRAMID, PYRAMID_DELAY);
    private final Bar bar;
    private final float[] word = new float[WORD];
    private final float[] pyramid = new float[PYRAMID];
    private double origin = Double.NaN;

    public MetricDetector() {
        this(BAR);
    }

    /** @param bar decades of surprise of an alarm; fewer find more and err more often */
    public MetricDetector(double bar) {
        this.bar = new Bar(bar);
    }

    /**
     * What is thought of a value.
     *
     * @param at its time
     * @param surprise decades, 0 while too little is known
     * @param score 0 to 1; alarms are at {@link MetricDetector#ALARM} and above, nothing else is
     */
    public record Judgement(Instant at, double value, double surprise, double score) {
        public boolean isAlarm() {
            return score >= ALARM;
        }
    }

    /**
     * Judges a value by those before it, and learns it.
     *
     * @param at passed on; values are taken in the order given, and a missing one is left out
     * @param value finite
     */
    public Judgement take(Instant at, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not a finite value: " + value + " at " + at);
        }
        if (Double.isNaN(origin)) {
            origin = value;
        }
        recent.add(value - origin);
        bar.advance();
        double surprise = recent.isFull() ? surprise() : 0;
        return new Judgement(at, value, surprise, score(surprise));
    }

    private double surprise() {
        return Math.sqrt(square(values.surpriseOf(recent.value(0)))
                + square(levels.surpriseOf(recent.mean(LEVEL)))
                + square(steps.surpriseOf(recent.step(STEP)))
                + square(roughnesses.surpriseOf(recent.roughness(STEP)))
                + square(words.surpriseOf(word()))
                + square(pyramids.surpriseOf(pyramid())));
    }

    private float[] word() {
        for (int i = 0; i < WORD; i++) {
            word[i] = (float) recent.value(i);
        }
        return word;
    }

    private float[] pyramid() {
        pyramid[0] = (float) recent.value(0);
        for (int i = 1; i < PYRAMID - 1; i++) {
            pyramid[i] = (float) recent.step(1 << (i - 1));
        }
        pyramid[PYRAMID - 1] = (float) recent.mean(32);
        return pyramid;
    }

    private double score(double surprise) {
        double height = bar.height();
        double score = surprise / (surprise + height);
        if (score < ALARM) {
            return score;
        }
        if (bar.isPausing()) {
            return Math.nextDown(ALARM);
        }
        bar.alarm();
        return score;
    }

    private static double square(double decades) {
        return decades * decades;
    }
}
