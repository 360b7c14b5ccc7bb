package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lines that always came and come no more, though the service goes on writing: by the chance of so many windows without
 * them, under the negative binomial distribution of {@link Baseline}, as many fewer of them expected as the service writes
 * fewer lines altogether. That an error stays away is no trouble.
 */
final class GoneDetector {
    static final int MOST = 30;

    private static final int GONE_FROM = 5;
    /** What takes longer to be missed did not always come: it may be the hour. */
    private static final int GONE_BY = 15;

    private static final int PATIENCE = 120;
    private static final double MANY = 10;

    private GoneDetector() {}

    /**
     * @param steady patterns that hardly a few windows are without, and how many windows of the log were known when
     *     they were last seen
     * @param share of its usual lines that the service wrote; 0 where it is silent
     * @return those of them that still are
     */
    static Map<String, Integer> judge(
            PatternCounts counts, Map<String, Integer> steady, double share, SourceMemory source, Bench bench) {
        int now = source.windows() + 1;
        Map<String, Integer> next = new HashMap<>(steady);
        Set<String> present =
                counts.patterns().stream().map(PatternCount::patternId).collect(Collectors.toSet());
        steady.forEach((id, last) -> {
            int absent = now - last;
            if (present.contains(id)) {
                next.put(id, now);
            } else if (absent > PATIENCE || (absent > GONE_BY && !bench.isOpen(series(id)))) {
                next.remove(id);
            } else if (absent >= GONE_FROM && share > 0) {
                judgeAbsent(id, absent, share, bench);
            }
        });
        counts.patterns().stream()
                .filter(pattern -> !next.containsKey(pattern.patternId()) && next.size() < MOST)
                .filter(pattern -> isSteady(pattern, bench))
                .forEach(pattern -> next.put(pattern.patternId(), now));
        return next;
    }

    private static Series series(String id) {
        return new Series(Series.Source.LOGS, AnomalyKind.PATTERN_GONE, id);
    }

    private static boolean isSteady(PatternCount pattern, Bench bench) {
        SeriesState state = bench.known(LogDetector.name(pattern));
        return !pattern.level().isError()
                && state != null
                && state.baseline().isUseful()
                && state.baseline().expect(1).surpriseOfNothing(GONE_FROM) >= bench.toReach();
    }

    private static void judgeAbsent(String id, int absent, double share, Bench bench) {
        SeriesState state = bench.known(LogDetector.name(id));
        if (state == null || !state.baseline().isUseful() || !bench.isJudged()) {
            return;
        }
        Expectation usual = state.baseline().expect(Math.min(1, share));
        double score = usual.surpriseOfNothing(absent);
        Series series = series(id);
        if (score >= bench.toReach() || bench.isOpen(series)) {
            bench.raise(gone(series, id, absent, usual, score, bench));
        }
    }

    private static Deviation gone(Series series, String id, int absent, Expectation usual, double score, Bench bench) {
        Severity severity = usual.mean() >= MANY ? Severity.WARNING : Severity.INFO;
        return new Deviation(
                series,
                bench.onset(absent - 1),
                "lines/window",
                new Expected(usual.low(), usual.mean(), usual.high()),
                0,
                score,
                severity,
                "no line of a pattern for " + absent + " windows where " + Words.count(usual.mean())
                        + " a window are usual, while others of the service go on; "
                        + (severity == Severity.WARNING
                                ? "what so many lines told of does not happen any more."
                                : "few lines told of it."),
                bench.evidence(List.of(id), List.of()),
                0);
    }
}
