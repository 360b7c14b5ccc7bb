package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.Nullable;

/**
 * How a count compares with its baseline.
 *
 * @param state of the series before this window
 * @param expected null where the baseline is not useful yet, or this window is not to be judged
 * @param toReach surprise from which a deviation is believed
 * @param continues whether the state's surprises are those of the window just before
 * @param driftTimes the usual rate that small rises are added up for
 */
record Verdict(
        SeriesState state,
        double count,
        double exposure,
        @Nullable Expectation expected,
        double toReach,
        boolean continues,
        double driftTimes) {
    /** An open anomaly stays open as long as one window in a hundred is rarer: the other edge of a hysteresis. */
    private static final double TO_STAY = 2;

    double rise() {
        return expected == null ? 0 : expected.surpriseOfAtLeast(count);
    }

    double drop() {
        return expected == null ? 0 : expected.surpriseOfAtMost(count);
    }

    /** Whether the count is too high to be chance, alone or together with the window before. */
    boolean rises(boolean isOpen) {
        return isOpen ? rise() >= TO_STAY : riseScore() >= toReach;
    }

    /** Whether small rises add up to too much for chance. */
    boolean drifts(boolean isOpen) {
        return isOpen ? speaksForARise() : drift().surprise() >= toReach;
    }

    /**
     * Whether this and the window before are together too low to be chance. One alone may be late data, so that it
     * takes twice the surprise.
     */
    boolean drops(boolean isOpen) {
        return isOpen ? drop() >= TO_STAY : (beganBeforeDropping() && dropScore() >= toReach) || isBeyondDoubt(drop());
    }

    boolean isBeyondDoubt(double surprise) {
        return surprise >= 2 * toReach;
    }

    /** What small rises add up to with this window. */
    Drift drift() {
        if (expected == null) {
            return Drift.NONE;
        }
        return (continues ? state.drift() : Drift.NONE).after(count, expected, driftTimes);
    }

    private boolean speaksForARise() {
        return expected != null && Drift.evidence(count, expected, driftTimes) > 0;
    }

    /** Events of this window, or of all that led to it where they began to add up before. */
    double events() {
        return Math.max(count, drift().events());
    }

    double riseScore() {
        return continues ? Math.max(rise(), Surprise.ofBoth(rise(), state.riseBefore())) : rise();
    }

    double driftScore() {
        return Math.max(riseScore(), drift().surprise());
    }

    /** Windows before this one in which it began. */
    int windowsBefore() {
        if (rise() >= toReach) {
            return 0;
        }
        return beganBeforeRising() ? 1 : Math.max(0, drift().windows() - 1);
    }

    double dropScore() {
        return isBeyondDoubt(drop()) ? Math.max(drop(), ofBothDrops()) : ofBothDrops();
    }

    private double ofBothDrops() {
        return continues ? Surprise.ofBoth(drop(), state.dropBefore()) : drop();
    }

    boolean beganBeforeRising() {
        return continues && rise() < toReach && state.riseBefore() >= TO_STAY;
    }

    boolean beganBeforeDropping() {
        return continues && state.dropBefore() >= TO_STAY;
    }

    double timesExpected() {
        return expected == null ? 1 : count / expected.mean();
    }
}
