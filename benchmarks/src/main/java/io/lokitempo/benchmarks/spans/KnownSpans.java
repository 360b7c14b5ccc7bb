package io.lokitempo.benchmarks.spans;

import io.lokitempo.lab.fault.Counts;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.SpanStatus;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Minutes of spans as they are hard to count: over windows' ends, at equal times, in pieces, twice, late, without a parent,
 * in large traces, and at times too many in a second. What there is to count is noted as they are made.
 */
final class KnownSpans {
    private static final int ORDERS = 20;
    private static final int EQUAL = 10;
    private static final int LARGE = 300;
    private static final int MINUTES_TO_A_LARGE = 3;
    /** More traces in a second than one search shows, and no more than the budget pays for. */
    private static final int BURST = 700;
    /** More traces in a second than are read of one. */
    private static final int DENSE = 6_000;

    private static final int MINUTES_TO_A_BURST = 5;

    private final String run;
    private final boolean dense;
    private final Counts requests = new Counts();
    private final Counts errors = new Counts();
    private final Counts calls = new Counts();
    private final Set<TraceId> traces = new LinkedHashSet<>();
    private int lastTrace;

    /**
     * Spans that are sent together.
     *
     * @param after the minute's begin, when live
     */
    record Delivery(Duration after, List<Span> spans) {}

    /** @param run four hex digits that tell this run's traces and services from those of others */
    KnownSpans(String run, boolean dense) {
        this.run = run;
        this.dense = dense;
    }

    /** SERVER and CONSUMER spans by service, operation and minute. */
    Counts requests() {
        return requests;
    }

    /** Those of them that failed. */
    Counts errors() {
        return errors;
    }

    /** Calls by callee, caller and minute. */
    Counts calls() {
        return calls;
    }

    Set<TraceId> traces() {
        return traces;
    }

    /** Makes the spans that begin in a minute, or a moment after it. */
    List<Delivery> of(Instant minute) {
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            deliveries.add(order(minute.plusMillis(500 + i * 2_700L), i % 5 == 0));
        }
        deliveries.add(equalTimes(minute.plusSeconds(7)));
        deliveries.add(overTheEnd(minute.plusMillis(59_500)));
        deliveries.add(clientsAlone(minute.plusSeconds(12)));
        deliveries.add(queued(minute.plusSeconds(31)));
        deliveries.add(withoutParent(minute.plusSeconds(33)));
        deliveries.addAll(twice(minute.plusSeconds(20)));
        deliveries.addAll(inPieces(minute.plusSeconds(5)));
        deliveries.addAll(childThatComesLate(minute.plusSeconds(40)));
        long number = minute.getEpochSecond() / 60;
        if (number % MINUTES_TO_A_LARGE == 0) {
            deliveries.add(large(minute.plusSeconds(25)));
        }
        if (number % MINUTES_TO_A_BURST == 0) {
            boolean tooMuch = dense && number % (2 * MINUTES_TO_A_BURST) == 0;
            deliveries.add(
                    tooMuch
                            ? atOnce("dense", DENSE, minute.plusSeconds(45))
                            : atOnce("burst", BURST, minute.plusSeconds(45)));
        }
        return deliveries;
    }

    private Delivery order(Instant at, boolean fails) {
        TraceId trace = trace();
        Span web = request(trace, 1, 0, "web", "GET /checkout", at, 400, fails);
        Span toCart = span(trace, 2, 1, "web", "POST", SpanKind.CLIENT, at.plusMillis(10), 300, fails, "cart");
        Span cart = request(trace, 3, 2, "cart", "reserve", at.plusMillis(20), 250, fails);
        Span toPayment = span(trace, 4, 3, "cart", "POST", SpanKind.CLIENT, at.plusMillis(40), 100, fails, "payment");
        Span payment = request(trace, 5, 4, "payment", "charge", at.plusMillis(50), 80, fails);
        called("web", cart);
        called("cart", payment);
        return sent(at.plusMillis(400), List.of(web, toCart, cart, toPayment, payment));
    }

    private Delivery equalTimes(Instant at) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < EQUAL; i++) {
            spans.add(request(trace(), 1, 0, "equal", "tick", at, 5, false));
        }
        return sent(at, spans);
    }

    /** The request that it calls begins in the next minute. */
    private Delivery overTheEnd(Instant at) {
        TraceId trace = trace();
        Span web = request(trace, 1, 0, "web", "GET /report", at, 2_000, false);
        Span toCart = span(trace, 2, 1, "web", "GET", SpanKind.CLIENT, at.plusMillis(100), 1_800, false, "cart");
        Span cart = request(trace, 3, 2, "cart", "report", at.plusMillis(900), 900, false);
        called("web", cart);
        return sent(at.plusMillis(2_000), List.of(web, toCart, cart));
    }

    private Delivery clientsAlone(Instant at) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Instant from = at.plusMillis(i * 50L);
            spans.add(span(trace(), 1, 0, "batch", "export", SpanKind.CLIENT, from, 20, false, "warehouse"));
            calls.add(service("warehouse"), service("batch"), from, 1);
        }
        return sent(at, spans);
    }

    private Delivery queued(Instant at) {
        TraceId trace = trace();
        Span web = request(trace, 1, 0, "web", "POST /mail", at, 30, false);
        Span out = span(trace, 2, 1, "web", "mails publish", SpanKind.PRODUCER, at.plusMillis(5), 5, false, "kafka");
        Span in = span(trace, 3, 2, "mailer", "mails process", SpanKind.CONSUMER, at.plusSeconds(3), 90, false, "");
        requests.add(service("mailer"), "mails process", at.plusSeconds(3), 1);
        called("web", in);
        return sent(at.plusSeconds(4), List.of(web, out, in));
    }

    private Delivery withoutParent(Instant at) {
        Span island = request(trace(), 7, 6, "island", "work", at, 10, false);
        calls.add(island.service().value(), ServiceName.UNKNOWN.value(), at, 1);
        return sent(at, List.of(island));
    }

    /** The same spans, sent again seconds later as after a lost answer. */
    private List<Delivery> twice(Instant at) {
        TraceId trace = trace();
        Span first = request(trace, 1, 0, "twin", "GET /", at, 40, false);
        Span call = span(trace, 2, 1, "twin", "GET", SpanKind.CLIENT, at.plusMillis(5), 30, false, "cart");
        Span cart = request(trace, 3, 2, "cart", "look", at.plusMillis(10), 10, false);
        called("twin", cart);
        List<Span> all = List.of(first, call, cart);
        return List.of(sent(at, all), sent(at.plusSeconds(1), all), sent(at.plusSeconds(15), List.of(cart)));
    }

    /** The root's piece is the largest; those that come after it are a trace's smaller part. */
    private List<Delivery> inPieces(Instant at) {
        TraceId trace = trace();
        Span root = request(trace, 1, 0, "gateway", "GET /slow", at, 30_000, false);
        Span first = request(trace, 2, 1, "stock", "get", at.plusMillis(500), 100, false);
        Span second = request(trace, 3, 1, "stock", "get", at.plusSeconds(10), 100, false);
        Span third = request(trace, 4, 1, "stock", "put", at.plusSeconds(20), 100, true);
        List.of(first, second, third).forEach(span -> called("gateway", span));
        return List.of(
                sent(at.plusSeconds(1), List.of(root, first)),
                sent(at.plusSeconds(14), List.of(second)),
                sent(at.plusSeconds(28), List.of(third)));
    }

    /** It comes when its window has long been read. */
    private List<Delivery> childThatComesLate(Instant at) {
        TraceId trace = trace();
        Span web = request(trace, 1, 0, "web", "GET /late", at, 100, false);
        Span late = request(trace, 2, 1, "late", "work", at.plusMillis(20), 50, false);
        called("web", late);
        return List.of(sent(at, List.of(web)), sent(at.plusSeconds(150), List.of(late)));
    }

    private Delivery large(Instant at) {
        TraceId trace = trace();
        List<Span> spans = new ArrayList<>();
        spans.add(request(trace, 1, 0, "web", "GET /all", at, 5_000, false));
        for (int i = 2; i <= LARGE; i++) {
            Span page = request(trace, i, 1, "large", "page", at.plusMillis(i * 10L), 5, false);
            called("web", page);
            spans.add(page);
        }
        return sent(at.plusSeconds(5), spans);
    }

    private Delivery atOnce(String service, int count, Instant at) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spans.add(request(trace(), 1, 0, service, "hit", at.plusMillis(i * 900L / count), 1, false));
        }
        return sent(at.plusSeconds(1), spans);
    }

    private static Delivery sent(Instant at, List<Span> spans) {
        Instant minute = Instant.ofEpochSecond(
                Nanos.toInstant(spans.getFirst().startNanos()).getEpochSecond() / 60 * 60);
        return new Delivery(Duration.between(minute, at), spans);
    }

    private void called(String caller, Span span) {
        calls.add(span.service().value(), service(caller), Nanos.toInstant(span.startNanos()), 1);
    }

    private Span request(
            TraceId trace,
            int id,
            int parent,
            String service,
            String operation,
            Instant at,
            long millis,
            boolean fails) {
        requests.add(service(service), operation, at, 1);
        errors.add(service(service), operation, at, fails ? 1 : 0);
        return span(trace, id, parent, service, operation, SpanKind.SERVER, at, millis, fails, "");
    }

    /** So named, other spans that a server holds are left out of account. */
    private String service(String name) {
        return name + "-" + run;
    }

    /** Whether a service is of this run. */
    boolean isOwn(String service) {
        return service.endsWith("-" + run);
    }

    private Span span(
            TraceId trace,
            int id,
            int parent,
            String service,
            String operation,
            SpanKind kind,
            Instant at,
            long millis,
            boolean fails,
            String peer) {
        Map<String, AttributeValue> attributes =
                peer.isEmpty() ? Map.of() : Map.of("server.address", new AttributeValue.Text(service(peer)));
        return new Span(
                trace,
                spanId(trace, id),
                parent == 0 ? null : spanId(trace, parent),
                new ServiceName(service(service)),
                operation,
                kind,
                fails ? SpanStatus.ERROR : SpanStatus.UNSET,
                "",
                Nanos.of(at),
                millis * 1_000_000,
                attributes,
                Map.of("service.name", new AttributeValue.Text(service(service))),
                List.of());
    }

    private static SpanId spanId(TraceId trace, int id) {
        return SpanId.of(trace.hex().substring(24) + "%08x".formatted(id));
    }

    /** Every other id begins with zeros, which Tempo leaves out. */
    private TraceId trace() {
        int number = ++lastTrace;
        TraceId trace = TraceId.of((number % 2 == 0 ? "00000000" : "f0000000") + "%s%020x".formatted(run, number));
        traces.add(trace);
        return trace;
    }
}
