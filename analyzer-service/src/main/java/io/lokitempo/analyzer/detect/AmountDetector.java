package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import java.util.List;

/**
 * How much comes: far more than usual, far less, or nothing at all. Counts are compared with a {@link Baseline} by the
 * tails of a negative binomial distribution; nothing at all by the chance of so many empty windows on end.
 *
 * <p>What is sure is not always of interest: a rise is told from {@link #riseFrom} times the usual, a drop from half of
 * it. Lines, which jobs write in bursts, must also be {@link #beyondCrest} times as many as the service ever wrote
 * without harm (see {@link Crest}). What came as high at this hour on two other days is a job's ({@link SeasonSlot}).
 *
 * @param rise kind of anomaly of too much
 * @param riseFrom times the usual
 * @param beyondCrest times the highest window of late
 * @param unit what is counted
 */
record AmountDetector(Series.Source source, AnomalyKind rise, double riseFrom, double beyondCrest, String unit) {
    static final AmountDetector REQUESTS =
            new AmountDetector(Series.Source.SPANS, AnomalyKind.TRAFFIC_RISE, 2, 0, "requests");
    static final AmountDetector LINES = new AmountDetector(Series.Source.LOGS, AnomalyKind.LOG_FLOOD, 3, 2, "lines");

    private static final double DROP_TO = 0.5;
    private static final double STAYS_DROPPED = 0.7;
    private static final double STAYS_RISEN = 0.75;
    private static final int SILENT_FROM = 2;

    /**
     * Looks at a service's total.
     *
     * @param asked for by others, whether or not it was counted; 0 where unknown
     * @param past what was learnt of it
     * @return whether it is out of the usual
     */
    boolean judgeTotal(long count, long asked, SourceMemory past, Bench bench) {
        Series silence = new Series(source, AnomalyKind.SILENCE, "");
        Verdict verdict = look("", count, bench);
        if (count == 0 && verdict.expected() != null) {
            return judgeSilence(silence, verdict, verdict.expected(), past.silent() + 1, asked, bench);
        }
        int held = past.windows() - verdict.state().ordinal();
        if (held > 0 && bench.isJudged() && !bench.isOpen(silence)) {
            Baseline learnt = verdict.state().baseline().learnNothing(held, Measure.TRAFFIC.memory());
            verdict = bench.lookInSeason(name(""), verdict.state().with(learnt), count, Measure.TRAFFIC);
        }
        return judge("", verdict, bench, false);
    }

    /** What share of the usual came, at most 1. */
    double share(long count, Bench bench) {
        SeriesState known = bench.known(name(""));
        double usual = known == null ? 0 : known.baseline().rate();
        return usual <= 0 ? 1 : Math.min(1, count / usual);
    }

    /** @param explained whether the whole service is out of the usual, which then says it all */
    void judgePart(String subject, long count, Bench bench, boolean explained) {
        judge(subject, look(subject, count, bench), bench, explained);
    }

    private Verdict look(String subject, long count, Bench bench) {
        SeriesState known = bench.known(name(subject));
        return bench.lookInSeason(name(subject), known == null ? SeriesState.NEW : known, count, Measure.TRAFFIC);
    }

    private boolean judge(String subject, Verdict verdict, Bench bench, boolean explained) {
        Series risen = new Series(source, rise, subject);
        Series dropped = new Series(source, AnomalyKind.TRAFFIC_DROP, subject);
        boolean rises = rises(verdict, bench.isOpen(risen));
        boolean isJob =
                rises && bench.season(name(subject)).isUsualRise(bench.window().start(), verdict.count());
        boolean drops = source == Series.Source.SPANS && drops(verdict, bench.isOpen(dropped));
        Expectation expected = verdict.expected();
        Season season = bench.season(name(subject));
        if (rises) {
            season.risen(bench.window().start(), verdict.count());
        } else if (!drops) {
            season.learn(bench.window(), verdict.state().baseline());
        }
        if (expected != null && rises && !isJob && !explained) {
            bench.raise(risen(risen, verdict, expected, bench));
        }
        if (expected != null && drops && !explained) {
            bench.raise(dropped(dropped, verdict, expected, bench));
        }
        bench.settle(name(subject), verdict, rises || drops, Measure.TRAFFIC);
        return rises || drops;
    }

    private boolean rises(Verdict verdict, boolean isOpen) {
        return verdict.rises(isOpen)
                && verdict.timesExpected() >= riseFrom * (isOpen ? STAYS_RISEN : 1)
                && verdict.count() >= beyondCrest * verdict.state().crest().highest();
    }

    private static boolean drops(Verdict verdict, boolean isOpen) {
        return verdict.drops(isOpen) && verdict.timesExpected() <= (isOpen ? STAYS_DROPPED : DROP_TO);
    }

    // Empty windows are learnt when they end without an alarm: learnt at once they would wear the baseline down that
    // says
    // how improbable they are.
    private boolean judgeSilence(
            Series silence, Verdict verdict, Expectation expected, int silent, long asked, Bench bench) {
        double ofNothing = expected.surpriseOfNothing(silent);
        boolean fellBefore = silent == 1 && verdict.beganBeforeDropping();
        double score = fellBefore ? Surprise.ofBoth(ofNothing, verdict.state().dropBefore()) : ofNothing;
        boolean deviates = bench.isOpen(silence)
                || ((silent >= SILENT_FROM || fellBefore) && score >= bench.toReach())
                || verdict.isBeyondDoubt(ofNothing);
        if (deviates) {
            bench.raise(silent(silence, expected, silent, asked, score, bench));
        }
        bench.hold(name(""), verdict, deviates, Measure.TRAFFIC);
        return true;
    }

    private Deviation risen(Series series, Verdict verdict, Expectation expected, Bench bench) {
        double times = verdict.timesExpected();
        Severity severity = times >= 5 ? Severity.WARNING : Severity.INFO;
        String reason = Words.count(verdict.count()) + " " + unit + " a window" + of(series) + " where "
                + usual(expected) + " are usual, " + Words.times(times) + " as many; "
                + (severity == Severity.WARNING ? "five times and more may be an overload." : "more is not yet harm.");
        return new Deviation(
                series,
                bench.onset(verdict.beganBeforeRising()),
                unit + "/window",
                range(expected),
                verdict.count(),
                verdict.riseScore(),
                severity,
                reason,
                bench.evidence(List.of(), List.of()),
                0);
    }

    private Deviation dropped(Series series, Verdict verdict, Expectation expected, Bench bench) {
        double share = verdict.timesExpected();
        Severity severity = share <= 0.1 ? Severity.CRITICAL : Severity.WARNING;
        String reason = Words.count(verdict.count()) + " " + unit + " a window" + of(series) + " where "
                + usual(expected) + " are usual: " + Words.percent(1 - share) + " are missing, "
                + (severity == Severity.CRITICAL ? "nearly all." : "more than half at its worst.");
        return new Deviation(
                series,
                bench.onset(verdict.beganBeforeDropping()),
                unit + "/window",
                range(expected),
                verdict.count(),
                verdict.dropScore(),
                severity,
                reason,
                bench.evidence(List.of(), List.of()),
                0);
    }

    private Deviation silent(Series series, Expectation expected, int silent, long asked, double score, Bench bench) {
        boolean steady = source == Series.Source.SPANS && expected.mean() >= 10;
        String reason = "no " + unit + " for " + (silent == 1 ? "a window" : silent + " windows") + " where "
                + usual(expected) + " a window are usual; "
                + (asked > 0
                        ? Words.count((double) asked) + " calls to it went unanswered."
                        : steady ? "a service that busy does not pause." : "it may be down, or its telemetry lost.");
        return new Deviation(
                series,
                bench.window().end().minus(bench.window().length().multipliedBy(silent)),
                unit + "/window",
                range(expected),
                0,
                score,
                steady ? Severity.CRITICAL : Severity.WARNING,
                reason,
                bench.evidence(List.of(), List.of()),
                asked > 0 ? 1 : 0);
    }

    private static String of(Series series) {
        return series.subject().isEmpty() ? "" : " of " + Words.cut(series.subject());
    }

    private static String usual(Expectation expected) {
        return Words.count(expected.mean());
    }

    private static Expected range(Expectation expected) {
        return new Anomaly.Expected(expected.low(), expected.mean(), expected.high());
    }

    private String name(String subject) {
        return unit + "/" + subject;
    }
}
