package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Severity;
import io.lokitempo.telemetry.LogLevel;
import java.util.List;

/**
 * Judges a service's lines: how many, and which patterns are new or on the rise.
 *
 * <p>A pattern never seen before has a baseline of nothing but empty windows; the chance that it occurs then, by the same
 * negative binomial distribution, is its surprise: 1 in 20 after ten windows, 1 in 100 after fifty. For an error that is
 * enough, unless new error patterns are nothing new with this service; for less severe lines it takes as much as any other
 * test. Information is never news by itself.
 */
final class LogDetector {
    /** From one in twenty, which a service reaches after ten windows. */
    private static final double NEWS = 1.3;

    private static final String BIRTHS = "births/";
    private static final double RISE_FROM = 3;
    private static final double STAYS_RISEN = 2;
    private static final int RISEN_LINES = 10;
    private static final int MANY_LINES = 10;

    private LogDetector() {}

    /** @return what share of its usual lines the service wrote, at most 1 */
    static double judge(PatternCounts counts, SourceMemory source, Bench bench) {
        double share = AmountDetector.LINES.share(counts.total(), bench);
        AmountDetector.LINES.judgeTotal(counts.total(), 0, source, bench);
        boolean news = counts.patterns().stream().anyMatch(pattern -> isNews(pattern, bench));
        // What a service logs anyhow is born in its first windows: that says nothing of how often it has news.
        Verdict births = bench.look(BIRTHS, news && source.windows() >= Baseline.USEFUL ? 1 : 0, 1);
        boolean rare = births.rise() >= NEWS;
        for (PatternCount pattern : counts.patterns()) {
            if (bench.known(name(pattern)) == null) {
                judgeNew(pattern, source, bench, rare);
            } else if (isTroubling(pattern.level())) {
                judgeKnown(pattern, source, bench);
            } else {
                learn(pattern, source, bench);
            }
        }
        bench.settle(BIRTHS, births, false, Measure.SHARE);
        return share;
    }

    /** Of a window read again: only what nobody saw before is news. */
    static void judgeAgain(PatternCounts counts, SourceMemory source, Bench bench) {
        boolean rare = bench.look(BIRTHS, 1, 1).rise() >= NEWS;
        counts.patterns().stream()
                .filter(pattern -> bench.known(name(pattern)) == null)
                .forEach(pattern -> judgeNew(pattern, source, bench, rare));
    }

    private static boolean isNews(PatternCount pattern, Bench bench) {
        return pattern.level().isError() && bench.known(name(pattern)) == null;
    }

    private static boolean isTroubling(LogLevel level) {
        return level == LogLevel.WARN || level.isError();
    }

    private static void judgeNew(PatternCount pattern, SourceMemory source, Bench bench, boolean rare) {
        Series series = new Series(Series.Source.LOGS, AnomalyKind.NEW_PATTERN, pattern.patternId());
        Baseline nothing = Baseline.EMPTY.learnNothing(source.windows(), Measure.PATTERN.memory());
        Verdict verdict = bench.look(SeriesState.NEW.with(nothing), pattern.count(), 1);
        boolean surprises = verdict.rise() >= bench.toReach();
        boolean deviates = pattern.level().isError()
                ? surprises || (rare && verdict.rise() >= NEWS)
                : isLoud(pattern.level()) && surprises;
        Expectation expected = verdict.expected();
        if (deviates && expected != null) {
            bench.raise(newPattern(series, pattern, verdict, expected, source.windows(), bench));
        }
        bench.settle(name(pattern), verdict, deviates, Measure.PATTERN);
    }

    private static boolean isLoud(LogLevel level) {
        return level == LogLevel.WARN || level == LogLevel.UNKNOWN;
    }

    private static void judgeKnown(PatternCount pattern, SourceMemory source, Bench bench) {
        Series fresh = new Series(Series.Source.LOGS, AnomalyKind.NEW_PATTERN, pattern.patternId());
        Series risen = new Series(Series.Source.LOGS, AnomalyKind.PATTERN_RISE, pattern.patternId());
        Verdict verdict = bench.look(withMissedWindows(pattern, source, bench), pattern.count(), 1);
        Expectation expected = verdict.expected();
        boolean isFresh = bench.isOpen(fresh) && verdict.rise() >= NEWS;
        boolean isOpen = bench.isOpen(risen);
        boolean rises = !isFresh
                && verdict.rises(isOpen)
                && verdict.timesExpected() >= (isOpen ? STAYS_RISEN : RISE_FROM)
                && (isOpen || pattern.count() >= RISEN_LINES);
        if (expected != null && isFresh) {
            bench.raise(newPattern(fresh, pattern, verdict, expected, source.windows(), bench));
        }
        if (expected != null && rises) {
            bench.raise(rise(risen, pattern, verdict, expected, bench));
        }
        bench.settle(name(pattern), verdict, isFresh || rises, Measure.PATTERN);
    }

    // That more is going well is no news; that it does no more is, and the detector of that looks here.
    private static void learn(PatternCount pattern, SourceMemory source, Bench bench) {
        Verdict verdict = bench.look(withMissedWindows(pattern, source, bench), pattern.count(), 1);
        bench.settle(name(pattern), verdict, false, Measure.PATTERN);
    }

    /** Windows without the pattern are learnt when it comes back, all at once: most patterns are absent from most. */
    private static SeriesState withMissedWindows(PatternCount pattern, SourceMemory source, Bench bench) {
        SeriesState state = bench.known(name(pattern));
        SeriesState before = state == null ? SeriesState.NEW : state;
        int missed = Math.max(0, source.windows() - before.ordinal());
        SeriesState caughtUp = before.with(before.baseline().learnNothing(missed, Measure.PATTERN.memory()));
        return missed == 0 ? caughtUp : caughtUp.calm();
    }

    private static Deviation newPattern(
            Series series, PatternCount pattern, Verdict verdict, Expectation expected, int windows, Bench bench) {
        Severity severity = severityOfNew(pattern);
        String reason = "a pattern of level " + pattern.level().label() + " not seen in the " + windows
                + " windows before, " + Words.count(verdict.count()) + (pattern.count() == 1 ? " line; " : " lines; ")
                + switch (severity) {
                    case CRITICAL -> "a fatal error, time and again.";
                    case WARNING -> "a fatal error, or an error time and again.";
                    case INFO -> pattern.level().isError() ? "few lines so far." : "it is no error.";
                };
        return deviation(series, pattern, verdict, expected, severity, reason, bench);
    }

    private static Severity severityOfNew(PatternCount pattern) {
        boolean many = pattern.count() >= MANY_LINES;
        if (pattern.level() == LogLevel.FATAL) {
            return many ? Severity.CRITICAL : Severity.WARNING;
        }
        return many && pattern.level().isError() ? Severity.WARNING : Severity.INFO;
    }

    private static Deviation rise(
            Series series, PatternCount pattern, Verdict verdict, Expectation expected, Bench bench) {
        Severity severity = pattern.level().isError() ? Severity.WARNING : Severity.INFO;
        String reason = Words.count(verdict.count()) + " lines of a pattern of level "
                + pattern.level().label() + " in a window where " + Words.count(expected.mean()) + " are usual; "
                + (severity == Severity.WARNING ? "they are errors." : "they are warnings.");
        return deviation(series, pattern, verdict, expected, severity, reason, bench);
    }

    private static Deviation deviation(
            Series series,
            PatternCount pattern,
            Verdict verdict,
            Expectation expected,
            Severity severity,
            String reason,
            Bench bench) {
        return new Deviation(
                series,
                bench.onset(series.kind() == AnomalyKind.PATTERN_RISE && verdict.beganBeforeRising()),
                "lines/window",
                new Expected(expected.low(), verdict.state().baseline().rate(), expected.high()),
                verdict.count(),
                verdict.riseScore(),
                severity,
                reason,
                bench.evidence(List.of(pattern.patternId()), pattern.traces()),
                0);
    }

    static String name(PatternCount pattern) {
        return name(pattern.patternId());
    }

    static String name(String patternId) {
        return "pattern/" + patternId;
    }
}
