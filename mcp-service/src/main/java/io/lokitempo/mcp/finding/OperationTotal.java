package io.lokitempo.mcp.finding;

import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.Sampling;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests of one operation over all windows asked for.
 *
 * @param latency of all of them, in nanoseconds
 * @param selfNanos sum of the time not spent waiting for child spans
 * @param sampling the poorest of the windows'
 */
public record OperationTotal(
        Operation operation, long requests, long errors, LatencySketch latency, long selfNanos, Sampling sampling) {
    /** The totals of several ranges, an operation's added up; most requests first. */
    public static List<OperationTotal> merged(Stream<OperationTotal> totals) {
        Map<Operation, List<OperationTotal>> all = totals.collect(
                Collectors.groupingBy(OperationTotal::operation, LinkedHashMap::new, Collectors.toList()));
        return all.values().stream()
                .flatMap(each -> sum(each).stream())
                .sorted(Comparator.comparingLong(total -> -total.requests()))
                .toList();
    }

    /** All operations of a list as one, under the first one's operation; latency of all requests together. */
    public static Optional<OperationTotal> sum(List<OperationTotal> totals) {
        if (totals.size() < 2) {
            return totals.stream().findFirst();
        }
        return Optional.of(new OperationTotal(
                totals.getFirst().operation(),
                totals.stream().mapToLong(OperationTotal::requests).sum(),
                totals.stream().mapToLong(OperationTotal::errors).sum(),
                LatencySketch.sum(totals.stream().map(OperationTotal::latency).toList()),
                totals.stream().mapToLong(OperationTotal::selfNanos).sum(),
                totals.stream()
                        .map(OperationTotal::sampling)
                        .max(Comparator.naturalOrder())
                        .orElse(Sampling.EXACT)));
    }
}
