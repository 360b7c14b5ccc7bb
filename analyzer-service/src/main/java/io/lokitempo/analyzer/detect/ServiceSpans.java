package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Requests of one service in one window, all lanes together.
 *
 * @param revision 0 when every lane was read for the first time, less while lanes are missing, more with every lane read
 *     again: it rises with any change, and follows from the lanes alone
 * @param complete whether every lane is in it
 * @param operations sorted by name, kind and version
 * @param calls those in which the service is the callee, sorted by caller
 */
public record ServiceSpans(
        Scope scope,
        ServiceName service,
        TimeWindow window,
        int revision,
        boolean complete,
        List<OperationStats> operations,
        List<CallStats> calls,
        Sampling sampling) {
    private static final int EXEMPLARS = 5;
    private static final Comparator<OperationStats> BY_OPERATION = Comparator.comparing(
                    (OperationStats stats) -> stats.operation().name())
            .thenComparing(stats -> stats.operation().kind())
            .thenComparing(stats -> stats.operation().version());
    private static final Comparator<Exemplar> ERRORS_FIRST_THEN_SLOWEST = Comparator.comparing(Exemplar::error)
            .thenComparingLong(Exemplar::durationNanos)
            .reversed();

    public ServiceSpans {
        operations = List.copyOf(operations);
        calls = List.copyOf(calls);
    }

    /** @param lanes at least one, each lane once, of the same service and window */
    public static ServiceSpans sum(Collection<SpanWindow> lanes) {
        SpanWindow any = lanes.iterator().next();
        int count = lanes.stream().mapToInt(SpanWindow::lanes).max().orElseThrow();
        int readings = lanes.stream().mapToInt(lane -> lane.revision() + 1).sum();
        return new ServiceSpans(
                any.scope(),
                any.service(),
                any.window(),
                readings - count,
                lanes.size() >= count,
                operations(lanes.stream().flatMap(lane -> lane.operations().stream())),
                calls(lanes.stream().flatMap(lane -> lane.calls().stream())),
                lanes.stream()
                        .map(SpanWindow::sampling)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** With zeros for what an earlier revision had and this one has not, so that it is replaced there, too. */
    public ServiceSpans covering(ServiceSpans earlier) {
        Stream<OperationStats> gone = earlier.operations.stream()
                .map(stats -> new OperationStats(stats.operation(), 0, 0, LatencySketch.empty(), 0, List.of()));
        Stream<CallStats> uncalled = earlier.calls.stream()
                .map(call -> new CallStats(call.caller(), call.callee(), 0, 0, LatencySketch.empty()));
        return new ServiceSpans(
                scope,
                service,
                window,
                revision,
                complete,
                operations(Stream.concat(operations.stream(), gone)),
                calls(Stream.concat(calls.stream(), uncalled)),
                sampling);
    }

    private static List<OperationStats> operations(Stream<OperationStats> parts) {
        Map<Operation, OperationStats> sums = new LinkedHashMap<>();
        parts.forEach(stats -> sums.merge(stats.operation(), stats, ServiceSpans::plus));
        return sums.values().stream().sorted(BY_OPERATION).toList();
    }

    private static List<CallStats> calls(Stream<CallStats> parts) {
        Map<ServiceName, CallStats> sums = new LinkedHashMap<>();
        parts.forEach(call -> sums.merge(call.caller(), call, ServiceSpans::plus));
        return sums.values().stream()
                .sorted(Comparator.comparing(CallStats::caller))
                .toList();
    }

    private static OperationStats plus(OperationStats a, OperationStats b) {
        return new OperationStats(
                a.operation(),
                a.requests() + b.requests(),
                a.errors() + b.errors(),
                a.latency().plus(b.latency()),
                a.selfNanos() + b.selfNanos(),
                exemplars(a.exemplars(), b.exemplars()));
    }

    private static CallStats plus(CallStats a, CallStats b) {
        return new CallStats(
                a.caller(),
                a.callee(),
                a.calls() + b.calls(),
                a.errors() + b.errors(),
                a.latency().plus(b.latency()));
    }

    static List<Exemplar> exemplars(List<Exemplar> some, List<Exemplar> others) {
        List<Exemplar> all = new ArrayList<>(some);
        all.addAll(others);
        return all.stream()
                .distinct()
                .sorted(ERRORS_FIRST_THEN_SLOWEST)
                .limit(EXEMPLARS)
                .toList();
    }
}
