package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Sampling;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Requests of one operation over all windows asked for.
 *
 * @param stats summed; exemplars errors first, then slowest, at most 5
 * @param sampling the poorest of the windows'
 * @param firstWindow start of the first window with a request
 */
public record OperationTotal(OperationStats stats, Sampling sampling, Instant firstWindow) {
    private static final int EXEMPLARS = 5;

    public Operation operation() {
        return stats.operation();
    }

    OperationTotal plus(OperationTotal other) {
        OperationStats a = stats;
        OperationStats b = other.stats;
        OperationStats sum = new OperationStats(
                a.operation(),
                a.requests() + b.requests(),
                a.errors() + b.errors(),
                a.latency().plus(b.latency()),
                a.selfNanos() + b.selfNanos(),
                worst(a.exemplars(), b.exemplars()));
        return new OperationTotal(
                sum,
                sampling.compareTo(other.sampling) >= 0 ? sampling : other.sampling,
                firstWindow.isBefore(other.firstWindow) ? firstWindow : other.firstWindow);
    }

    private static List<Exemplar> worst(List<Exemplar> some, List<Exemplar> others) {
        return Stream.concat(some.stream(), others.stream())
                .distinct()
                .sorted(Comparator.comparing(Exemplar::error)
                        .thenComparingLong(Exemplar::durationNanos)
                        .reversed())
                .limit(EXEMPLARS)
                .toList();
    }

    /** The totals of several ranges, an operation's added up; most requests first. */
    public static List<OperationTotal> merged(Stream<OperationTotal> totals) {
        Map<Operation, OperationTotal> merged = new LinkedHashMap<>();
        totals.forEach(total -> merged.merge(total.operation(), total, OperationTotal::plus));
        return merged.values().stream()
                .sorted(Comparator.comparingLong(total -> -total.stats().requests()))
                .toList();
    }

    /** All operations of a list as one, under the first one's operation; latency of all requests together. */
    public static Optional<OperationTotal> sum(List<OperationTotal> totals) {
        return totals.stream().reduce(OperationTotal::plus);
    }
}
