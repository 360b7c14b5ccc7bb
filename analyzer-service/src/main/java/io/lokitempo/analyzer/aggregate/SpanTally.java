package io.lokitempo.analyzer.aggregate;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Counts the requests and calls of one lane in one window. A span belongs to the window and the lane of its own start:
 * second {@code s} since the epoch is of lane {@code s mod lanes}.
 */
public final class SpanTally {
    private static final int EXEMPLARS = 5;
    private static final int ERROR_EXEMPLARS = 3;
    /** Span names that hold ids would make an operation of every request. */
    private static final int OPERATIONS_PER_SERVICE = 500;

    private static final String FURTHER = "(further operations)";
    private static final int CALLERS_PER_SERVICE = 500;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Scope scope;
    private final TimeWindow window;
    private final long startNanos;
    private final long endNanos;
    private final int lane;
    private final int lanes;
    private final Map<ServiceName, Map<Operation, Requests>> requests = new HashMap<>();
    private final Map<ServiceName, Map<ServiceName, Calls>> calls = new HashMap<>();

    private static final class Requests {
        private final List<Long> durations = new ArrayList<>();
        private final List<Exemplar> seen = new ArrayList<>();
        private long errors;
        private long selfNanos;

        OperationStats stats(Operation operation) {
            return new OperationStats(
                    operation, durations.size(), errors, LatencySketch.of(durations), selfNanos, exemplars());
        }

        private List<Exemplar> exemplars() {
            List<Exemplar> slowest = seen.stream()
                    .sorted(Comparator.comparingLong(Exemplar::durationNanos).reversed())
                    .toList();
            List<Exemplar> failed = slowest.stream().filter(Exemplar::error).toList();
            List<Exemplar> first = failed.stream().limit(ERROR_EXEMPLARS).toList();
            return Stream.of(first, slowest)
                    .flatMap(Collection::stream)
                    .distinct()
                    .limit(EXEMPLARS)
                    .toList();
        }
    }

    private static final class Calls {
        private final List<Long> durations = new ArrayList<>();
        private long errors;

        CallStats stats(ServiceName caller, ServiceName callee) {
            return new CallStats(caller, callee, durations.size(), errors, LatencySketch.of(durations));
        }
    }

    public SpanTally(Scope scope, TimeWindow window, int lane, int lanes) {
        this.scope = scope;
        this.window = window;
        this.startNanos = window.startNanos();
        this.endNanos = window.endNanos();
        this.lane = lane;
        this.lanes = lanes;
    }

    /** Whether a span that starts then is counted here. */
    public boolean counts(long spanStartNanos) {
        return spanStartNanos >= startNanos
                && spanStartNanos < endNanos
                && Math.floorMod(Math.floorDiv(spanStartNanos, NANOS_PER_SECOND), lanes) == lane;
    }

    /** Adds a trace; a trace must be added once, with all that is known of it. */
    public void add(TraceSpans trace) {
        for (Span span : trace.spans()) {
            if (counts(span.startNanos())) {
                if (span.kind().isRequest()) {
                    addRequest(trace, span);
                } else if (span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER) {
                    addCall(trace, span);
                }
            }
        }
    }

    /**
     * Ends the window.
     *
     * @param known services that get a window also where they did nothing in this one
     */
    public List<SpanWindow> close(Set<ServiceName> known, int revision, Sampling sampling) {
        Set<ServiceName> services = new TreeSet<>(known);
        services.addAll(requests.keySet());
        services.addAll(calls.keySet());
        return services.stream()
                .map(service -> new SpanWindow(
                        scope, service, window, lane, lanes, revision, operations(service), callsTo(service), sampling))
                .toList();
    }

    private void addRequest(TraceSpans trace, Span span) {
        Requests of = requestsOf(span);
        of.durations.add(span.durationNanos());
        of.errors += span.isError() ? 1 : 0;
        of.selfNanos += trace.selfNanos(span);
        of.seen.add(new Exemplar(trace.id(), span.durationNanos(), span.isError()));
        switch (trace.callerOf(span)) {
            case TraceSpans.Caller.Service(ServiceName caller, var client) ->
                addEdge(
                        caller,
                        span.service(),
                        client == null ? span.durationNanos() : client.durationNanos(),
                        span.isError() || (client != null && client.isError()));
            case TraceSpans.Caller.Missing _ ->
                addEdge(ServiceName.UNKNOWN, span.service(), span.durationNanos(), span.isError());
            case TraceSpans.Caller.None _ -> {}
        }
    }

    private void addCall(TraceSpans trace, Span span) {
        if (!trace.isAnswered(span)) {
            Callees.of(span)
                    .filter(callee -> !callee.equals(span.service()))
                    .ifPresent(callee -> addEdge(span.service(), callee, span.durationNanos(), span.isError()));
        }
    }

    private Requests requestsOf(Span span) {
        Operation operation = new Operation(
                span.service(), span.operation(), span.kind(), span.version().orElse(""));
        Map<Operation, Requests> ofService = requests.computeIfAbsent(span.service(), _ -> new HashMap<>());
        boolean full = ofService.size() >= OPERATIONS_PER_SERVICE && !ofService.containsKey(operation);
        Operation counted = full ? new Operation(span.service(), FURTHER, span.kind(), "") : operation;
        return ofService.computeIfAbsent(counted, _ -> new Requests());
    }

    private void addEdge(ServiceName caller, ServiceName callee, long nanos, boolean error) {
        Map<ServiceName, Calls> callers = calls.computeIfAbsent(callee, _ -> new HashMap<>());
        boolean full = callers.size() >= CALLERS_PER_SERVICE && !callers.containsKey(caller);
        Calls of = callers.computeIfAbsent(full ? ServiceName.UNKNOWN : caller, _ -> new Calls());
        of.durations.add(nanos);
        of.errors += error ? 1 : 0;
    }

    private List<OperationStats> operations(ServiceName service) {
        return requests.getOrDefault(service, Map.of()).entrySet().stream()
                .map(entry -> entry.getValue().stats(entry.getKey()))
                .sorted(Comparator.comparing(
                                (OperationStats stats) -> stats.operation().name())
                        .thenComparing(stats -> stats.operation().kind())
                        .thenComparing(stats -> stats.operation().version()))
                .toList();
    }

    private List<CallStats> callsTo(ServiceName callee) {
        return calls.getOrDefault(callee, Map.of()).entrySet().stream()
                .map(entry -> entry.getValue().stats(entry.getKey(), callee))
                .sorted(Comparator.comparing(CallStats::caller))
                .toList();
    }
}
