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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Tempo as far as polling asks it: the first traces found, in an order of its own, up to 100 spans of each. */
final class ModelTempo implements SpanStore {
    final List<List<Span>> traces = new ArrayList<>();
    private final Random random = new Random(3);
    int lookups;
    boolean down;

    void add(List<Span> trace) {
        traces.add(trace);
    }

    @Override
    public Reply<TraceHits> search(TimeWindow window, int limit) {
        if (down) {
            return new Reply.Unavailable<>(Reply.Reason.TIMEOUT, "no answer");
        }
        List<TraceHit> found = new ArrayList<>(traces.stream()
                .filter(trace -> start(trace) <= window.endNanos() && end(trace) >= window.startNanos())
                .map(ModelTempo::hit)
                .toList());
        Collections.shuffle(found, random);
        boolean complete = found.size() < limit;
        return new Reply.Answered<>(new TraceHits(found.subList(0, Math.min(limit, found.size())), complete, 0, 0));
    }

    @Override
    public Reply<RequestTotals> requests(TimeWindow window) {
        return new Reply.Refused<>(404, "no metrics here");
    }

    @Override
    public Reply<TraceLookup> trace(TraceId id, TimeWindow around) {
        lookups++;
        return new Reply.Answered<>(traces.stream()
                .filter(trace -> trace.getFirst().traceId().equals(id))
                .findFirst()
                .<TraceLookup>map(trace -> new TraceLookup.Found(trace, false))
                .orElseGet(TraceLookup.Absent::new));
    }

    private static TraceHit hit(List<Span> trace) {
        List<HitSpan> shown = trace.stream().limit(100).map(ModelTempo::hit).collect(Collectors.toList());
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
