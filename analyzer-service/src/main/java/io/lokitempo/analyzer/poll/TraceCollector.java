package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.TraceSpans;
import io.lokitempo.finding.Sampling;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collects every trace that overlaps a window from a search that returns the first N it finds in no order: a stretch of
 * time that holds more is halved, down to a second. Large traces and those of which a parent is missing are fetched by
 * their id, as many as a bound allows. Not for use by several threads at once.
 */
final class TraceCollector {
    private static final int LIMIT = 500;
    /** More in one answer would take Tempo longer than UPSTREAM_TIMEOUT: some 11 kB and 2 ms a trace were seen. */
    private static final int MOST_OF_A_SECOND = 5_000;

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Traces with more spans than a search shows, of a window. */
    private static final int LARGE_TRACES = 200;
    /** Traces of a window with a parent missing: where a gateway sends no spans, that is every trace. */
    private static final int ORPHANED_TRACES = 20;

    private final SpanStore store;
    private final int budget;
    private int lastFound;

    /** How collecting ended. */
    sealed interface Outcome {
        /** @param sampling EXACT where every trace and every span of it is here */
        record Complete(Collection<TraceSpans> traces, Sampling sampling) implements Outcome {}

        /** @param reply never an answer */
        record Failed(Reply<?> reply) implements Outcome {}
    }

    /** @param budget traces of one window that are collected, about */
    TraceCollector(SpanStore store, int budget) {
        this.store = store;
        this.budget = budget;
    }

    /** @param lane of {@code lanes}, into which the window's seconds are dealt */
    Outcome collect(TimeWindow window, int lane, int lanes) {
        Map<TraceId, TraceHit> found = new HashMap<>();
        List<TimeWindow> dense = new ArrayList<>();
        Deque<TimeWindow> stretches = new ArrayDeque<>(stretches(window, lane, lanes));
        while (!stretches.isEmpty()) {
            TimeWindow stretch = stretches.removeFirst();
            boolean smallest = stretch.length().compareTo(SECOND) <= 0;
            Reply<TraceHits> reply = store.search(stretch, LIMIT);
            if (!(reply instanceof Reply.Answered<TraceHits>(TraceHits hits, List<String> _))) {
                return new Outcome.Failed(reply);
            }
            if (hits.complete() || smallest) {
                add(hits, found);
            } else {
                halves(stretch).reversed().forEach(stretches::addFirst);
            }
            if (!hits.complete() && smallest) {
                dense.add(stretch);
            }
        }
        lastFound = found.size();
        return withDense(dense, found, window);
    }

    /** Shares what is left of the budget among the seconds that hold more than a search shows. */
    private Outcome withDense(List<TimeWindow> dense, Map<TraceId, TraceHit> found, TimeWindow window) {
        long share = dense.isEmpty() ? 0 : (budget - found.size()) / dense.size();
        boolean whole = dense.isEmpty();
        if (share > LIMIT) {
            int limit = Math.toIntExact(Math.min(share, MOST_OF_A_SECOND));
            whole = true;
            for (TimeWindow second : dense) {
                Reply<TraceHits> reply = store.search(second, limit);
                if (!(reply instanceof Reply.Answered<TraceHits>(TraceHits hits, List<String> _))) {
                    return new Outcome.Failed(reply);
                }
                add(hits, found);
                whole &= hits.complete();
            }
        }
        return withLarge(found, window, 1, whole);
    }

    private static void add(TraceHits hits, Map<TraceId, TraceHit> found) {
        hits.traces().forEach(hit -> found.merge(hit.traceId(), hit, TraceCollector::together));
    }

    /** Collects so many windows by one search; empty where they hold more than one search shows. */
    Optional<Outcome> collectAtOnce(TimeWindow range, int windows) {
        Reply<TraceHits> reply = store.search(range, LIMIT);
        if (!(reply instanceof Reply.Answered<TraceHits>(TraceHits hits, List<String> _))) {
            return Optional.of(new Outcome.Failed(reply));
        }
        if (!hits.complete()) {
            return Optional.empty();
        }
        Map<TraceId, TraceHit> found = new HashMap<>();
        add(hits, found);
        Outcome outcome = withLarge(found, range, windows, true);
        return outcome instanceof Outcome.Complete(Collection<TraceSpans> _, Sampling sampling)
                        && sampling != Sampling.EXACT
                ? Optional.empty()
                : Optional.of(outcome);
    }

    private Outcome withLarge(Map<TraceId, TraceHit> found, TimeWindow window, int windows, boolean whole) {
        Reply<TraceHits> reply = store.large(window, LARGE_TRACES);
        if (!(reply instanceof Reply.Answered<TraceHits>(TraceHits large, List<String> _))) {
            return new Outcome.Failed(reply);
        }
        Map<TraceId, TraceHit> toFetch = new HashMap<>();
        large.traces().forEach(hit -> toFetch.put(hit.traceId(), hit));
        List<TraceSpans> traces = new ArrayList<>();
        int orphaned = 0;
        for (TraceHit hit : found.values()) {
            TraceSpans trace = new TraceSpans(hit.traceId(), HitSpans.of(hit));
            if (!toFetch.containsKey(hit.traceId())
                    && trace.missesParents()
                    && ++orphaned <= ORPHANED_TRACES * windows) {
                toFetch.put(hit.traceId(), hit);
            }
            traces.add(trace);
        }
        return fetched(toFetch.values(), traces, window, whole && large.complete());
    }

    /** With all that the server has of some traces. */
    private Outcome fetched(Collection<TraceHit> hits, List<TraceSpans> known, TimeWindow window, boolean whole) {
        Map<TraceId, TraceSpans> traces = new HashMap<>();
        known.forEach(trace -> traces.put(trace.id(), trace));
        boolean exact = whole;
        for (TraceHit hit : hits) {
            Reply<TraceLookup> reply = store.trace(hit.traceId(), around(hit, window));
            if (!(reply instanceof Reply.Answered<TraceLookup>(TraceLookup lookup, List<String> _))) {
                return new Outcome.Failed(reply);
            }
            TraceSpans searched = traces.get(hit.traceId());
            switch (lookup) {
                case TraceLookup.Found(List<Span> spans, boolean partial) -> {
                    Stream<Span> all = searched == null
                            ? spans.stream()
                            : Stream.concat(spans.stream(), searched.spans().stream());
                    traces.put(hit.traceId(), new TraceSpans(hit.traceId(), all.toList()));
                    exact &= !partial;
                }
                case TraceLookup.Absent _ ->
                    exact &= hit.matched() <= hit.spans().size();
            }
        }
        return new Outcome.Complete(traces.values(), exact ? Sampling.EXACT : Sampling.SAMPLED);
    }

    /** What two searches found of one trace: a piece of it that another stretch of time has is not in both. */
    private static TraceHit together(TraceHit a, TraceHit b) {
        List<TraceHits.HitSpan> spans =
                Stream.concat(a.spans().stream(), b.spans().stream()).distinct().toList();
        return new TraceHit(
                a.traceId(),
                a.rootService(),
                a.rootName(),
                Math.min(a.startNanos(), b.startNanos()),
                Math.max(a.durationMillis(), b.durationMillis()),
                spans,
                spans.size(),
                a.services());
    }

    private static TimeWindow around(TraceHit hit, TimeWindow window) {
        Instant start = io.lokitempo.telemetry.Nanos.toInstant(hit.startNanos());
        Instant end = start.plusMillis(hit.durationMillis()).plusSeconds(1);
        return new TimeWindow(
                start.isBefore(window.start()) ? start : window.start(),
                end.isAfter(window.end()) ? end : window.end());
    }

    /** The lane's stretches of the window: its seconds, or of a single lane as few as the last window suggests. */
    private List<TimeWindow> stretches(TimeWindow window, int lane, int lanes) {
        long seconds = window.length().toSeconds();
        long wanted = lanes > 1 ? seconds : Math.min(seconds, 1 + 2L * lastFound / LIMIT);
        List<TimeWindow> stretches = new ArrayList<>();
        for (long i = 0; i < wanted; i++) {
            Instant from = window.start().plusSeconds(i * seconds / wanted);
            Instant to = window.start().plusSeconds((i + 1) * seconds / wanted);
            if (lanes == 1 || Math.floorMod(from.getEpochSecond(), lanes) == lane) {
                stretches.add(new TimeWindow(from, to));
            }
        }
        return stretches;
    }

    private static List<TimeWindow> halves(TimeWindow stretch) {
        Instant middle = stretch.start().plusSeconds(stretch.length().toSeconds() / 2);
        return List.of(new TimeWindow(stretch.start(), middle), new TimeWindow(middle, stretch.end()));
    }
}
