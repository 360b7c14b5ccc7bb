package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Ids;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Processes that start over and over. A start that follows a stop was asked for; three that do not, in three windows of a
 * quarter of an hour, are a loop, unless the service has always been starting like that: then the negative binomial tail of
 * so many starts says that they are nothing rare.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy">Kubernetes, Pod lifecycle:
 *     waits of 10 s to 5 min between restarts, forgotten after 10 minutes of running</a>
 */
final class RestartDetector {
    private static final Series SERIES = new Series(Series.Source.LOGS, AnomalyKind.RESTART_LOOP, "");
    private static final String NAME = "starts/";
    private static final int LOOKED_BACK = 15;
    private static final int FORGOTTEN = 10;
    private static final int ONE_ROLLOUT = 5;
    private static final int LOOP = 3;
    private static final int BAD_LOOP = 5;
    /** One quarter of an hour in a thousand. */
    private static final double RARE = 3;

    private RestartDetector() {}

    /** @param starts this window's included */
    static void judge(PatternCounts counts, Starts starts, SourceMemory source, Bench bench) {
        if (starts.started().isEmpty()) {
            return;
        }
        Instant now = counts.window().start();
        int inWindow = starts.unexplainedSince(now);
        SeriesState known = bench.known(NAME);
        // A log that told of no start until now was still read.
        SeriesState state = known == null
                ? SeriesState.NEW.with(Baseline.EMPTY.learnNothing(source.windows(), Measure.SHARE.memory()))
                : known;
        Verdict verdict = bench.lookAtTheRare(state, inWindow, 1);
        Baseline baseline = verdict.state().baseline();
        Instant from = back(counts, LOOKED_BACK - 1);
        int sum = starts.unexplainedSince(from);
        boolean isOpen = bench.isOpen(SERIES);
        boolean loops = isOpen
                ? starts.unexplainedSince(back(counts, FORGOTTEN - 1)) > 0
                : sum >= LOOP && starts.windowsSince(from) >= LOOP;
        if (verdict.expected() != null && loops) {
            // What is judged is no part of what it is judged by.
            Baseline before = new Baseline(
                    baseline.windows(), Math.max(0, baseline.events() - sum + inWindow), baseline.exposure(), 0, 0);
            Expectation usual = before.expect(LOOKED_BACK);
            double score = usual.surpriseOfAtLeast(sum);
            if (isOpen || score >= RARE) {
                bench.raise(loop(counts, starts.firstSince(from, now), sum, usual, score, bench));
            }
        }
        bench.settle(NAME, verdict, isOpen || loops, Measure.SHARE);
    }

    /** A rollout is one change, however many processes it starts. */
    static Optional<Change> change(PatternCounts counts, Starts before, Starts now) {
        Instant from = back(counts, ONE_ROLLOUT);
        if (!now.startedSince(counts.window().start()) || before.startedSince(from)) {
            return Optional.empty();
        }
        boolean expected = now.stopsSince(from) > 0;
        ChangeKind kind = expected ? ChangeKind.DEPLOYMENT : ChangeKind.RESTART;
        return Optional.of(new Change(
                Ids.change(
                        counts.scope().toString(),
                        counts.service().value(),
                        kind.name(),
                        counts.window().start().toString()),
                counts.scope(),
                counts.service(),
                kind,
                expected
                        ? "processes stopped and started again"
                        : "a process started without having been asked to stop",
                counts.window().start()));
    }

    private static Instant back(PatternCounts counts, int windows) {
        return counts.window().start().minus(counts.window().length().multipliedBy(windows));
    }

    private static Deviation loop(
            PatternCounts counts, Instant onset, int sum, Expectation usual, double score, Bench bench) {
        Severity severity = sum >= BAD_LOOP ? Severity.CRITICAL : Severity.WARNING;
        String reason = "processes started " + sum + " times in " + LOOKED_BACK
                + " windows without having been asked to stop, where " + Words.count(usual.mean()) + " is usual; "
                + (severity == Severity.CRITICAL ? "they do not stay up." : "they may be crashing.");
        return new Deviation(
                SERIES,
                onset,
                "starts/" + LOOKED_BACK + " windows",
                new Expected(usual.low(), usual.mean(), usual.high()),
                sum,
                score,
                severity,
                reason,
                bench.evidence(startsIn(counts), List.of()),
                0);
    }

    private static List<String> startsIn(PatternCounts counts) {
        return counts.patterns().stream()
                .filter(pattern -> pattern.level().isError())
                .map(PatternCounts.PatternCount::patternId)
                .limit(3)
                .toList();
    }
}
