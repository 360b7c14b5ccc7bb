package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.RequestTotals;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Tempo as far as polling asks it: the first traces found, in an order of its own, whole however many pieces they came in,
 * but for pieces of more than 100 spans. A search finds a piece once it is listed; by its id a trace is found at once.
 */
final class ModelTempo implements SpanStore {
    /** Each a trace, or a piece of one. */
    final List<List<Span>> traces = new ArrayList<>();

    private final Map<List<Span>, Instant> listedFrom = new HashMap<>();
    private final Random random = new Random(3);
    private final InstantSource clock;
    int searches;
    int lookups;
    boolean down;

    ModelTempo() {
        this(() -> Instant.MAX);
    }

    ModelTempo(InstantSource clock) {
        this.clock = clock;
    }

    void add(List<Span> trace) {
        traces.add(trace);
    }

    /** Adds what a search finds only from then on. */
    void add(List<Span> trace, Instant listed) {
        traces.add(trace);
        listedFrom.put(trace, listed);
    }

    @Override
    public Reply<TraceHits> search(TimeWindow window, int limit) {
        return search(window, limit, piece -> piece.size() <= MOST_SPANS);
    }

    @Override
    public Reply<TraceHits> large(TimeWindow window, int limit) {
        return search(window, limit, piece -> piece.size() > MOST_SPANS);
    }

    private Reply<TraceHits> search(TimeWindow window, int limit, Predicate<List<Span>> pieces) {
        searches++;
        if (down) {
            return new Reply.Unavailable<>(Reply.Reason.TIMEOUT, "no answer");
        }
        List<TraceHit> found = new ArrayList<>(traces.stream()
                .filter(piece -> start(piece) <= window.endNanos() && end(piece) >= window.startNanos())
                .filter(piece -> !listedFrom.getOrDefault(piece, Instant.MIN).isAfter(clock.instant()))
                .filter(pieces)
                .collect(Collectors.groupingBy(piece -> piece.getFirst().traceId(), LinkedHashMap::new, flat()))
                .values()
                .stream()
                .map(ModelTempo::hit)
                .toList());
        Collections.shuffle(found, random);
        boolean complete = found.size() < limit;
        return new Reply.Answered<>(new TraceHits(found.subList(0, Math.min(limit, found.size())), complete, 0, 0));
    }

    private static Collector<List<Span>, ?, List<Span>> flat() {
        return Collectors.flatMapping(List::stream, Collectors.toList());
    }

    @Override
    public Reply<RequestTotals> requests(TimeWindow window) {
        return new Reply.Refused<>(404, "no metrics here");
    }

    @Override
    public Reply<TraceLookup> trace(TraceId id, TimeWindow around) {
        lookups++;
        List<Span> spans = traces.stream()
                .flatMap(List::stream)
                .filter(span -> span.traceId().equals(id))
                .toList();
        return new Reply.Answered<>(spans.isEmpty() ? new TraceLookup.Absent() : new TraceLookup.Found(spans, false));
    }

    private static TraceHit hit(List<Span> trace) {
        List<HitSpan> shown = trace.stream().map(ModelTempo::hit).toList();
        long millis = (end(trace) - start(trace)) / 1_000_000;
        return new TraceHit(
                trace.getFirst().traceId(), "cart", "work", start(trace), millis, shown, trace.size(), Map.of());
    }

    private static HitSpan hit(Span span) {
        SpanId parent = span.parentId();
        return new HitSpan(
                span.spanId(),
                span.operation(),
                span.startNanos(),
                span.durationNanos(),
                Map.of(
                        "service.name", text(span.service().value()),
                        "kind", text("server"),
                        "status", text("unset"),
                        "server.address", text("nil"),
                        "span:parentID", text(parent == null ? "0000000000000000" : parent.hex())));
    }

    private static AttributeValue text(String value) {
        return new AttributeValue.Text(value);
    }

    private static long start(List<Span> trace) {
        return trace.stream().mapToLong(Span::startNanos).min().orElse(0);
    }

    private static long end(List<Span> trace) {
        return trace.stream().mapToLong(Span::endNanos).max().orElse(0);
    }
}
