package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.Nullable;

/**
 * How a count compares with its baseline.
 *
 * @param state of the series before this window
 * @param expected null where the baseline is not useful yet, or this window is not to be judged
 * @param toReach surprise from which a deviation is believed
 * @param continues whether the state's surprises are those of the window just before
 */
record Verdict(
        SeriesState state,
        double count,
        double exposure,
        @Nullable Expectation expected,
        double toReach,
        boolean continues) {
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

    /** Whether this and the window before are together too low to be chance; one alone may be late lines. */
    boolean drops(boolean isOpen) {
        return isOpen ? drop() >= TO_STAY : beganBeforeDropping() && dropScore() >= toReach;
    }

    double riseScore() {
        return continues ? Math.max(rise(), Surprise.ofBoth(rise(), state.riseBefore())) : rise();
    }

    double dropScore() {
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
