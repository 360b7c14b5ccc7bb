package io.lokitempo.analyzer.detect;

import java.time.Duration;

/**
 * How many false alarms a service may raise by chance. Shared out evenly among its series and their windows, so that it
 * holds whatever their number, and adds up over services (Bonferroni's inequality).
 *
 * @param perWeek of one service
 */
public record FalseAlarmBudget(double perWeek) {
    public static final FalseAlarmBudget DEFAULT = new FalseAlarmBudget(0.2);

    private static final Duration WEEK = Duration.ofDays(7);
    // Each window is looked at alone, together with the one before, and with all small rises that led to it.
    private static final int LOOKS = 3;

    /** The surprise that a test must reach. */
    double surpriseToReach(int series, Duration window) {
        long windows = WEEK.toSeconds() / window.toSeconds();
        double tests = (double) windows * Math.max(1, series) * LOOKS;
        return Math.log10(tests / perWeek);
    }
}
