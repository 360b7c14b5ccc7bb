package io.lokitempo.benchmarks.spans;

import io.lokitempo.lab.fault.Counts;
import io.lokitempo.lab.shop.push.Push;
import io.lokitempo.lab.shop.push.PushFormat;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import io.lokitempo.upstream.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** Pushes known spans, and a line for each request, in the order and with the delays that make them hard to count. */
final class Pushing implements AutoCloseable {
    /** A trace that sends nothing for 5 s (trace_idle_period) is put away; what comes later is another piece of it. */
    private static final Duration NEXT_PIECE = Duration.ofSeconds(12);
    /** What came within so long of its minute is one round of a history. */
    private static final List<Duration> ROUNDS =
            List.of(Duration.ofSeconds(19), Duration.ofSeconds(33), Duration.ofDays(1));

    private final KnownSpans known;
    private final Push<Span> spans;
    private final Optional<Push<LogLine>> lines;
    private final Counts counted = new Counts();
    private final Set<String> written = new HashSet<>();
    private long sent;

    private record Due(Instant at, List<Span> spans) {}

    Pushing(KnownSpans known, URI otlp, Optional<URI> loki) {
        this.known = known;
        this.spans = new Push<>(Endpoint.at(otlp), PushFormat.OTLP);
        this.lines = loki.map(url -> new Push<>(Endpoint.at(url), PushFormat.LOKI));
    }

    /** Lines by service and minute. */
    Counts lines() {
        return counted;
    }

    long sent() {
        return sent;
    }

    void history(Instant from, Instant to) throws InterruptedException {
        List<KnownSpans.Delivery> rest = new ArrayList<>();
        for (Instant minute = from; minute.isBefore(to); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            rest.addAll(known.of(minute));
        }
        for (Duration round : ROUNDS) {
            List<KnownSpans.Delivery> now = rest.stream()
                    .filter(one -> one.after().compareTo(round) < 0)
                    .toList();
            rest.removeAll(now);
            for (KnownSpans.Delivery delivery : now) {
                push(delivery.spans());
            }
            Thread.sleep(rest.isEmpty() ? Duration.ZERO : NEXT_PIECE);
        }
    }

    /** Returns when all is sent, which is minutes after the last minute's end. */
    void live(Instant from, Instant to) throws InterruptedException {
        PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
        for (Instant minute = from; minute.isBefore(to); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            Instant begin = minute;
            known.of(minute).forEach(one -> due.add(new Due(begin.plus(one.after()), one.spans())));
        }
        while (!due.isEmpty()) {
            Due next = due.remove();
            Duration wait = Duration.between(Instant.now(), next.at());
            Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
            push(next.spans());
        }
    }

    private void push(List<Span> some) throws InterruptedException {
        spans.push(some);
        sent += some.size();
        if (spans.progress().refused() > 0) {
            throw new IllegalStateException(
                    "Tempo refused spans: " + spans.progress().lastFailure());
        }
        if (lines.isPresent()) {
            List<Span> told = some.stream()
                    .filter(span -> span.kind().isRequest())
                    .filter(span ->
                            written.add(span.traceId().hex() + span.spanId().hex()))
                    .toList();
            lines.get().push(told.stream().map(Pushing::line).toList());
            told.forEach(span -> counted.add(span.service().value(), "", Nanos.toInstant(span.startNanos()), 1));
        }
    }

    private static LogLine line(Span span) {
        String text = "handled " + span.operation() + " in " + span.durationNanos() / 1_000_000 + " ms, span "
                + span.spanId().hex();
        Map<String, String> labels = Map.of("service_name", span.service().value());
        return new LogLine(span.startNanos(), text, labels, Map.of());
    }

    @Override
    public void close() {
        spans.close();
        lines.ifPresent(Push::close);
    }
}
