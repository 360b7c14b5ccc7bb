package io.lokitempo.analyzer.detect;

/**
 * What is remembered of a series between windows.
 *
 * @param anchor a value that events are counted against, such as the usual p95 of a latency; 0 before one is known
 * @param riseBefore surprise at the height of the window before
 * @param dropBefore surprise at its depth
 * @param deviating consecutive windows that were out of the usual, and therefore not learnt
 * @param ordinal how many windows of the source were learnt when this was written
 * @param drift what small rises add up to
 * @param crest how high it has been
 */
public record SeriesState(
        Baseline baseline,
        double anchor,
        double riseBefore,
        double dropBefore,
        int deviating,
        int ordinal,
        Drift drift,
        Crest crest) {
    public static final SeriesState NEW = new SeriesState(Baseline.EMPTY, 0, 0, 0, 0, 0, Drift.NONE, Crest.NONE);

    SeriesState with(Baseline learnt) {
        return new SeriesState(learnt, anchor, riseBefore, dropBefore, deviating, ordinal, drift, crest);
    }

    /** After windows without any surprise. */
    SeriesState calm() {
        return new SeriesState(baseline, anchor, 0, 0, 0, ordinal, Drift.NONE, crest);
    }
}
