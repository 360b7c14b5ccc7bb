package io.lokitempo.analyzer.aggregate;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests as the server counts them, for a window of which only a sample of traces was read. Requests and errors become
 * the server's; sketches and exemplars stay the sample's; self time and calls are scaled by the requests that were not
 * read.
 */
public record RequestTotals(Map<Operation, Counted> operations) {
    /** Requests of one operation. */
    public record Counted(long requests, long errors) {
        public Counted plus(Counted other) {
            return new Counted(requests + other.requests, errors + other.errors);
        }
    }

    public RequestTotals {
        operations = Map.copyOf(operations);
    }

    /** The sample's windows with these totals; services that the sample missed are added. */
    public List<SpanWindow> applied(List<SpanWindow> sample) {
        if (sample.isEmpty()) {
            return List.of();
        }
        SpanWindow any = sample.getFirst();
        Map<ServiceName, SpanWindow> windows = new TreeMap<>();
        sample.forEach(window -> windows.put(window.service(), window));
        for (Operation operation : operations.keySet()) {
            windows.computeIfAbsent(operation.service(), service -> with(any, service, List.of(), List.of()));
        }
        return windows.values().stream().map(this::applied).toList();
    }

    private SpanWindow applied(SpanWindow sample) {
        Map<Operation, OperationStats> sampled =
                sample.operations().stream().collect(Collectors.toMap(OperationStats::operation, stats -> stats));
        Map<Operation, Counted> counted = operations.entrySet().stream()
                .filter(entry -> entry.getKey().service().equals(sample.service()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<OperationStats> operationStats = Stream.concat(sampled.keySet().stream(), counted.keySet().stream())
                .distinct()
                .map(operation -> applied(sampled.getOrDefault(operation, none(operation)), counted.get(operation)))
                .toList();
        double factor = factor(
                sampled.values().stream().mapToLong(OperationStats::requests).sum(),
                counted.values().stream().mapToLong(Counted::requests).sum());
        List<CallStats> calls =
                sample.calls().stream().map(call -> scaled(call, factor)).toList();
        return with(sample, sample.service(), operationStats, calls);
    }

    private static OperationStats applied(OperationStats stats, @Nullable Counted counted) {
        if (counted == null || counted.requests() < stats.requests()) {
            return stats;
        }
        return new OperationStats(
                stats.operation(),
                counted.requests(),
                counted.errors(),
                stats.latency(),
                Math.round(stats.selfNanos() * factor(stats.requests(), counted.requests())),
                stats.exemplars());
    }

    private static CallStats scaled(CallStats call, double factor) {
        return new CallStats(
                call.caller(),
                call.callee(),
                Math.round(call.calls() * factor),
                Math.round(call.errors() * factor),
                call.latency());
    }

    private static double factor(long sampled, long counted) {
        return sampled == 0 || counted < sampled ? 1 : (double) counted / sampled;
    }

    private static OperationStats none(Operation operation) {
        return new OperationStats(operation, 0, 0, LatencySketch.empty(), 0, List.of());
    }

    private static SpanWindow with(
            SpanWindow window, ServiceName service, List<OperationStats> operations, List<CallStats> calls) {
        return new SpanWindow(
                window.scope(),
                service,
                window.window(),
                window.lane(),
                window.lanes(),
                window.revision(),
                operations,
                calls,
                Sampling.TOTALS_EXACT);
    }
}
