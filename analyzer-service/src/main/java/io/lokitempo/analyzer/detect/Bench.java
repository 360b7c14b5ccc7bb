package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the series of one service are judged in one window: each is looked at, told what came of it, and learns.
 */
final class Bench {
    private final SeriesMemory memory;
    private final SourceMemory source;
    private final TimeWindow window;
    private final double toReach;
    private final boolean judged;
    private final Predicate<Series> open;
    private final List<Deviation> deviations = new ArrayList<>();
    private int added;

    /**
     * @param judged whether this window may raise anything; history is only learnt
     * @param open whether a series' anomaly is open
     */
    Bench(
            SeriesMemory memory,
            SourceMemory source,
            TimeWindow window,
            double toReach,
            boolean judged,
            Predicate<Series> open) {
        this.memory = memory;
        this.source = source;
        this.window = window;
        this.toReach = toReach;
        this.judged = judged;
        this.open = open;
    }

    boolean isOpen(Series series) {
        return open.test(series);
    }

    boolean isJudged() {
        return judged;
    }

    TimeWindow window() {
        return window;
    }

    double toReach() {
        return toReach;
    }

    @Nullable
    SeriesState known(String name) {
        return memory.get(name);
    }

    Verdict look(String name, long count, long exposure) {
        SeriesState known = memory.get(name);
        return look(known == null ? SeriesState.NEW : known, count, exposure);
    }

    Verdict lookAtTheRare(String name, long count, long exposure) {
        SeriesState known = memory.get(name);
        return lookAtTheRare(known == null ? SeriesState.NEW : known, count, exposure);
    }

    Verdict lookAtTheRare(SeriesState state, long count, long exposure) {
        return look(state, count, exposure, 1, Drift.OF_THE_RARE);
    }

    Verdict look(SeriesState state, long count, long exposure) {
        return look(state, count, exposure, 1, Drift.OF_SHARES);
    }

    /** Looks at a count that has its season. */
    Verdict lookInSeason(String name, SeriesState state, long count, Measure measure) {
        return look(state, count, 1, season(name).since(window.start(), measure.memory()), Drift.OF_SHARES);
    }

    Season season(String name) {
        return new Season(memory, name);
    }

    private Verdict look(SeriesState state, long count, long exposure, double season, double driftTimes) {
        return new Verdict(
                state,
                (double) count,
                (double) exposure,
                judged && exposure > 0 && state.baseline().isUseful()
                        ? state.baseline().expect(exposure * season)
                        : null,
                toReach,
                source.continues(window),
                driftTimes);
    }

    /**
     * Ends the look at a series. What deviates is not learnt, until it has lasted so long that it is the new usual and a
     * new baseline begins.
     */
    void settle(String name, Verdict verdict, boolean deviates, Measure measure) {
        settle(name, verdict, deviates, measure, verdict.state().anchor());
    }

    void settle(String name, Verdict verdict, boolean deviates, Measure measure, double anchor) {
        SeriesState before = verdict.state();
        if (memory.get(name) == null) {
            added++;
        }
        boolean given = deviates && before.deviating() >= measure.patience();
        Baseline usual = given ? Baseline.EMPTY : before.baseline();
        memory.put(
                name,
                new SeriesState(
                        deviates ? usual : usual.learn(verdict.count(), verdict.exposure(), measure.memory()),
                        deviates ? before.anchor() : anchor,
                        judged ? verdict.rise() : before.riseBefore(),
                        judged ? verdict.drop() : before.dropBefore(),
                        deviates && !given ? before.deviating() + 1 : 0,
                        source.windows() + 1,
                        deviates ? Drift.NONE : verdict.drift(),
                        before.crest().after(verdict.count(), deviates && !given, before.deviating())));
    }

    /** Ends the look at a series without learning, for now. */
    void hold(String name, Verdict verdict, boolean deviates, Measure measure) {
        SeriesState before = verdict.state();
        boolean given = deviates && before.deviating() >= measure.patience();
        memory.put(
                name,
                new SeriesState(
                        given ? Baseline.EMPTY : before.baseline(),
                        before.anchor(),
                        verdict.rise(),
                        verdict.drop(),
                        deviates && !given ? before.deviating() + 1 : 0,
                        before.ordinal(),
                        Drift.NONE,
                        before.crest()));
    }

    void raise(Deviation deviation) {
        deviations.add(deviation);
    }

    List<Deviation> deviations() {
        return List.copyOf(deviations);
    }

    /** Series that were met for the first time. */
    int added() {
        return added;
    }

    Instant onset(boolean beganBefore) {
        return onset(beganBefore ? 1 : 0);
    }

    Instant onset(int windowsBefore) {
        return window.start().minus(window.length().multipliedBy(windowsBefore));
    }

    Anomaly.Evidence evidence(List<String> patterns, List<TraceId> traces) {
        return new Anomaly.Evidence(patterns, traces, List.of(window));
    }
}
