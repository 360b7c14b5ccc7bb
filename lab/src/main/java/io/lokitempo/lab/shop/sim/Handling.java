package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Fault;
import io.lokitempo.lab.shop.plan.Latency;
import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.Step;
import io.lokitempo.lab.shop.plan.Wording;
import io.lokitempo.lab.shop.style.LogEvent.Thrown;
import io.lokitempo.lab.shop.style.LogEvent.TraceContext;
import io.lokitempo.lab.shop.style.StackTraces;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.SpanEvent;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.SpanKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation being served by one pod: step after step until the end or a failure. */
final class Handling {
    private static final Latency NETWORK = new Latency(0.35, 0.4);
    private static final Latency QUEUE = new Latency(30, 0.6);
    private static final Latency PUBLISHING = new Latency(1.6, 0.4);
    private static final double BACKOFF_NANOS = 60e6;
    private static final double STORM_BACKOFF_NANOS = 4e6;

    private final Visit visit;
    private final Workshop shop;
    private final Dice dice;
    private final Service service;
    private final Operation operation;
    private final long start;
    private final @Nullable SpanId parent;
    private final @Nullable SpanId own;
    private final @Nullable TraceContext trace;
    private final Situation situation;

    private long now;
    private int status = 200;
    private @Nullable Fault failure;
    private List<SpanEvent> events = List.of();

    Handling(Visit visit, Service service, Operation operation, long start, @Nullable SpanId parent) {
        this.visit = visit;
        this.shop = visit.shop;
        this.dice = visit.dice;
        this.service = service;
        this.operation = operation;
        this.start = start;
        this.now = start;
        this.parent = parent;
        this.own = service.traits().traced() ? visit.newSpanId() : null;
        this.trace = own == null ? null : new TraceContext(visit.traceId.hex(), own.hex());
        this.situation = new Situation(service, shop.pods.pick(service, start, dice), visit.key, start)
                .serving(operation.method(), operation.path());
    }

    Outcome run() {
        long ownTime = (long) shop.conditions.ownTime(service, operation, start, dice);
        Fault strike = shop.conditions.strike(service, operation, situation.pod, start, dice);
        List<Step> steps = operation.steps();
        long share = ownTime / (steps.size() + 1);
        for (int i = 0; i < steps.size(); i++) {
            now += share;
            if (strike != null && status == 200 && i == steps.size() / 2) {
                fail(strike);
            }
            if (status == 200 || (steps.get(i) instanceof Step.Log log && log.regardless())) {
                perform(steps.get(i));
            }
        }
        now += share;
        if (strike != null && status == 200) {
            fail(strike);
        }
        recordSpan();
        return Outcome.served(now, status);
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Log log -> write(log, null, now);
            case Step.Call call -> finish(call, ask(call, now));
            case Step.Together(List<Step.Call> calls) -> askAll(calls);
            case Step.Publish publish -> send(publish);
            case Step.Work(String name, Latency latency) -> work(name, (long) latency.draw(dice));
        }
    }

    private void askAll(List<Step.Call> calls) {
        long begun = now;
        long latest = begun;
        for (Step.Call call : calls) {
            now = begun;
            finish(call, ask(call, begun));
            latest = Math.max(latest, now);
        }
        now = latest;
    }

    /** Takes over what an essential peer answered. */
    private void finish(Step.Call call, Outcome outcome) {
        now = outcome.endNanos();
        if (outcome.isFine() || !call.essential() || status != 200) {
            return;
        }
        Wording wording = service.wording();
        if (outcome.isServersFault() && wording != null) {
            situation.peerFailed(call.service(), outcome.reason(), call.attempts());
            fail(wording.upstream());
        } else {
            status = outcome.status();
        }
    }

    /** Calls, and calls again while that may help. */
    private Outcome ask(Step.Call call, long at) {
        if (!dice.chance(call.chance())) {
            return new Outcome(at, 200, "");
        }
        int attempts = shop.conditions.attempts(call, at);
        double backoff = shop.conditions.isStorm(call, at) ? STORM_BACKOFF_NANOS : BACKOFF_NANOS;
        Outcome outcome = attempt(call, at);
        for (int tried = 1; outcome.isServersFault(); tried++) {
            complain(call, outcome, tried);
            if (tried == attempts) {
                break;
            }
            outcome = attempt(call, outcome.endNanos() + (long) (backoff * tried * dice.between(0.5, 1.5)));
        }
        return outcome;
    }

    private void complain(Step.Call call, Outcome outcome, int tried) {
        if (service.wording() != null) {
            situation.peerFailed(call.service(), outcome.reason(), tried);
            write(service.wording().callFailed(), null, outcome.endNanos());
        }
    }

    private Outcome attempt(Step.Call call, long at) {
        Service callee = shop.plan.service(call.service());
        Operation asked = callee.operation(call.operation());
        SpanId client = own == null ? parent : visit.newSpanId();
        long sent = at + (long) NETWORK.draw(dice);
        Outcome served = shop.conditions.isSilent(callee.name(), sent)
                ? new Outcome(sent, 503, "connection refused")
                : visit.serve(callee, asked, sent, client);
        long received = served.endNanos() + (long) NETWORK.draw(dice);
        long deadline = at + call.timeout().toNanos();
        Outcome outcome = received <= deadline
                ? new Outcome(received, served.status(), served.reason())
                : new Outcome(deadline, 504, "timed out after " + call.timeout().toMillis() + " ms");
        if (own != null && client != null) {
            span(
                    client,
                    own,
                    asked.name(),
                    SpanKind.CLIENT,
                    outcome.reason(),
                    at,
                    outcome.endNanos(),
                    shop.conventions.client(callee, asked, outcome.status()));
        }
        return outcome;
    }

    private void send(Step.Publish publish) {
        long begun = now;
        now += (long) PUBLISHING.draw(dice);
        SpanId producer = own == null ? parent : visit.newSpanId();
        for (String name : publish.consumers()) {
            Service consumer = shop.plan.service(name);
            long taken = now + (long) QUEUE.draw(dice);
            if (!shop.conditions.isSilent(name, taken)) {
                visit.serve(consumer, consumer.operation(publish.operation()), taken, producer);
            }
        }
        if (own != null && producer != null) {
            span(
                    producer,
                    own,
                    publish.topic() + " publish",
                    SpanKind.PRODUCER,
                    "",
                    begun,
                    now,
                    shop.conventions.message(publish.topic(), "send", situation));
        }
    }

    private void work(String name, long nanos) {
        long begun = now;
        now += nanos;
        if (own != null) {
            span(visit.newSpanId(), own, name, SpanKind.INTERNAL, "", begun, now, Map.of());
        }
    }

    private void fail(Fault fault) {
        failure = fault;
        status = fault.status();
        write(fault.line(), fault, now);
        if (shop.wantsSpans && own != null && fault.isError()) {
            situation.now(now, status);
            String message = fault.line().message().filledIn(situation);
            String stack = StackTraces.of(
                    service.traits().style(), service.name(), new Thrown(fault.type(), message, fault.frames()));
            events = List.of(new SpanEvent(now, "exception", Conventions.exception(fault.type(), message, stack)));
        }
    }

    private void write(Step.Log log, @Nullable Fault fault, long nanos) {
        situation.now(nanos, status);
        shop.scribe.write(log, situation, nanos, trace, fault);
    }

    private void recordSpan() {
        if (own == null || !shop.wantsSpans) {
            return;
        }
        boolean consumes = operation.kind() == SpanKind.CONSUMER;
        Map<String, AttributeValue> attributes = consumes
                ? shop.conventions.message(topic(), "process", situation)
                : shop.conventions.server(operation, status, situation);
        String error = status < 500 ? "" : failure == null ? "answered " + status : failure.type();
        shop.span(
                situation,
                visit.traceId,
                own,
                parent,
                operation.name(),
                operation.kind(),
                error,
                start,
                now,
                attributes,
                events);
    }

    private String topic() {
        return operation.method();
    }

    private void span(
            SpanId id,
            SpanId under,
            String name,
            SpanKind kind,
            String error,
            long from,
            long to,
            Map<String, AttributeValue> attributes) {
        shop.span(situation, visit.traceId, id, under, name, kind, error, from, to, attributes, List.of());
    }
}
