package io.lokitempo.analyzer.detect;

import io.lokitempo.analyzer.detect.Series.Source;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.MuteRules;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Judges the windows of a service, each once, and keeps the lives of its anomalies. The same windows in the same order
 * give the same anomalies, whenever and however often.
 */
public final class Detection {

    private final FalseAlarmBudget budget;
    private final Duration horizon;
    private final Supplier<MuteRules> muting;

    /** Mutes nothing. */
    public Detection(FalseAlarmBudget budget, Duration horizon) {
        this(budget, horizon, () -> MuteRules.NONE);
    }

    /**
     * @param horizon how far behind the newest window of its source a window may still raise an anomaly
     * @param muting as it is now, asked at every window
     */
    public Detection(FalseAlarmBudget budget, Duration horizon, Supplier<MuteRules> muting) {
        this.budget = budget;
        this.horizon = horizon;
        this.muting = muting;
    }

    /** An anomaly as it is now, and what share of its time the service spent itself. */
    public record Told(Anomaly anomaly, double selfShare) {}

    /**
     * What a window brought.
     *
     * @param memory of the service from now on
     * @param told anomalies that opened, changed or ended
     * @param changes of the service itself
     */
    public record Outcome(ServiceMemory memory, List<Told> told, List<Change> changes) {}

    /** A service's lines in a window. */
    public Outcome take(PatternCounts counts, ServiceMemory memory, SeriesMemory series) {
        SourceMemory logs = memory.logs();
        TimeWindow window = counts.window();
        if (logs.has(window)) {
            return takeAgain(counts, memory, series);
        }
        Bench bench = bench(series, memory, logs, window, isPresent(logs, window));
        Starts starts = memory.starts().with(counts);
        double share = LogDetector.judge(counts, logs, bench);
        RestartDetector.judge(counts, starts, logs, bench);
        Map<String, Integer> steady = GoneDetector.judge(counts, memory.steady(), share, logs, bench);
        Episodes episodes = new Episodes(counts.scope(), counts.service(), window, memory.episodes(), muting.get());
        if (bench.isJudged()) {
            episodes.judged(Source.LOGS, bench.deviations());
        }
        ServiceMemory next = new ServiceMemory(
                logs.with(window, silent(logs, window, counts.total())),
                memory.spans(),
                memory.sights(),
                memory.series() + bench.added(),
                episodes.open(),
                starts,
                steady);
        List<Change> changes = bench.isJudged() && logs.windows() >= Baseline.USEFUL
                ? RestartDetector.change(counts, memory.starts(), starts).stream()
                        .toList()
                : List.of();
        return new Outcome(next, episodes.told(), changes);
    }

    // Late lines: what they add to counts that were judged is little; what they bring for the first time is news.
    private Outcome takeAgain(PatternCounts counts, ServiceMemory memory, SeriesMemory series) {
        boolean recent = counts.window().end().isAfter(memory.logs().newestEnd().minus(horizon));
        Bench bench = bench(series, memory, memory.logs(), counts.window(), recent);
        LogDetector.judgeAgain(counts, memory.logs(), bench);
        Episodes episodes =
                new Episodes(counts.scope(), counts.service(), counts.window(), memory.episodes(), muting.get());
        episodes.raised(bench.deviations());
        ServiceMemory next = new ServiceMemory(
                memory.logs(),
                memory.spans(),
                memory.sights(),
                memory.series() + bench.added(),
                episodes.open(),
                memory.starts(),
                memory.steady());
        return new Outcome(next, episodes.told(), List.of());
    }

    /** A service's requests in a window; of a window known already nothing is learnt anew. */
    public Outcome take(ServiceSpans spans, ServiceMemory memory, SeriesMemory series) {
        SourceMemory source = memory.spans();
        TimeWindow window = spans.window();
        if (source.has(window)) {
            return new Outcome(memory, List.of(), List.of());
        }
        FirstSights sights = memory.sights().with(spans);
        Bench bench = bench(series, memory, source, window, isPresent(source, window));
        SpanDetector.judge(spans, sights.operations(), source, bench);
        Episodes episodes = new Episodes(spans.scope(), spans.service(), window, memory.episodes(), muting.get());
        if (bench.isJudged()) {
            episodes.judged(Source.SPANS, bench.deviations());
        }
        ServiceMemory next = new ServiceMemory(
                memory.logs(),
                source.with(window, silent(source, window, requests(spans))),
                sights,
                memory.series() + bench.added(),
                episodes.open(),
                memory.starts(),
                memory.steady());
        return new Outcome(
                next,
                episodes.told(),
                source.windows() < Baseline.USEFUL ? List.of() : memory.sights().newIn(spans));
    }

    /**
     * Learns what a pattern says. One that took another's place is not new: it goes on where the other was, which is not
     * missing.
     *
     * @return the service's memory from now on
     */
    public ServiceMemory learn(LogPattern pattern, ServiceMemory memory, SeriesMemory series) {
        String successor = pattern.successor();
        if (successor == null) {
            return memory.with(memory.starts().with(pattern));
        }
        SeriesState known = series.get(LogDetector.name(pattern.id()));
        if (known != null && series.get(LogDetector.name(successor)) == null) {
            series.put(LogDetector.name(successor), known);
        }
        if (!memory.steady().containsKey(pattern.id())) {
            return memory;
        }
        Map<String, Integer> steady = new HashMap<>(memory.steady());
        steady.remove(pattern.id());
        return memory.with(steady);
    }

    private Bench bench(
            SeriesMemory series, ServiceMemory memory, SourceMemory source, TimeWindow window, boolean judged) {
        return new Bench(
                series,
                source,
                window,
                budget.surpriseToReach(memory.series(), window.length()),
                judged,
                one -> memory.episodes().containsKey(one.key()));
    }

    private static boolean isPresent(SourceMemory source, TimeWindow window) {
        return source.isPresent(window);
    }

    private static int silent(SourceMemory source, TimeWindow window, long count) {
        if (!source.isPresent(window)) {
            return source.silent();
        }
        if (count > 0) {
            return 0;
        }
        return source.continues(window) ? source.silent() + 1 : 1;
    }

    private static long requests(ServiceSpans spans) {
        long own =
                spans.operations().stream().mapToLong(OperationStats::requests).sum();
        return own + (spans.operations().isEmpty() ? Load.ofCalls(spans.calls()).requests() : 0);
    }
}
