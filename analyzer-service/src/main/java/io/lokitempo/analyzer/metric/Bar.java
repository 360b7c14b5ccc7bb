package io.lokitempo.analyzer.metric;

/**
 * How surprising a value must be to be worth an alarm. Each alarm raises the bar for about a week of minutes, so that a
 * series that often does strange things alarms seldom, and after each there is a pause: one episode is one alarm.
 */
final class Bar {
    /** Values after an alarm in which there is no other: a little over an hour of minutes. */
    static final int PAUSE = 75;

    /** Decades that an alarm adds. */
    static final double PER_ALARM = 0.4;

    /** Values after which an alarm weighs a third: a week of minutes. */
    static final int WEEK = 10_080;

    private final double base;
    private double alarms;
    private int pause;

    Bar(double base) {
        this.base = base;
    }

    /** With one more value; alarms fade. */
    void advance() {
        alarms *= 1 - 1.0 / WEEK;
        pause = Math.max(0, pause - 1);
    }

    double height() {
        return base + PER_ALARM * alarms;
    }

    boolean isPausing() {
        return pause > 0;
    }

    void alarm() {
        alarms++;
        pause = PAUSE;
    }
}
