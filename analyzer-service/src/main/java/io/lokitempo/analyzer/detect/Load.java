package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.telemetry.TraceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What was asked of an operation, or of a service, in a window.
 *
 * @param operation empty for the service as a whole
 */
record Load(
        String operation, long requests, long errors, LatencySketch latency, long selfNanos, List<Exemplar> exemplars) {
    static Load nothing(String operation) {
        return new Load(operation, 0, 0, LatencySketch.empty(), 0, List.of());
    }

    static Load of(OperationStats stats) {
        return new Load(
                stats.operation().name(),
                stats.requests(),
                stats.errors(),
                stats.latency(),
                stats.selfNanos(),
                stats.exemplars());
    }

    static Load whole(Collection<Load> parts) {
        return parts.stream().reduce(nothing(""), Load::plus);
    }

    /** Of a service that sends no spans of its own, as those who call it see it. */
    static Load ofCalls(Collection<CallStats> calls) {
        LatencySketch latency =
                calls.stream().map(CallStats::latency).reduce(LatencySketch.empty(), LatencySketch::plus);
        return new Load(
                "",
                calls.stream().mapToLong(CallStats::calls).sum(),
                calls.stream().mapToLong(CallStats::errors).sum(),
                latency,
                (long) latency.sumNanos(),
                List.of());
    }

    Load plus(Load other) {
        return new Load(
                operation,
                requests + other.requests,
                errors + other.errors,
                latency.plus(other.latency),
                selfNanos + other.selfNanos,
                ServiceSpans.exemplars(exemplars, other.exemplars));
    }

    double errorRate() {
        return requests == 0 ? 0 : (double) errors / requests;
    }

    /** The share of its time that it spent itself, not waiting for others; 0 where nothing is known. */
    double selfShare() {
        return latency.sumNanos() <= 0 ? 0 : Math.clamp(selfNanos / latency.sumNanos(), 0, 1);
    }

    List<TraceId> failed() {
        return exemplars.stream()
                .filter(Exemplar::error)
                .map(Exemplar::traceId)
                .distinct()
                .toList();
    }

    List<TraceId> slowest() {
        return exemplars.stream()
                .sorted(Comparator.comparingLong(Exemplar::durationNanos).reversed())
                .map(Exemplar::traceId)
                .distinct()
                .toList();
    }
}
