package io.lokitempo.analyzer.store;

import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Sampling;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Requests of one operation over some windows. Adding loses nothing: counts and sums are sums, sketches are merged bin by
 * bin.
 *
 * @param windows how many of them had requests
 * @param exemplars up to {@value #EXEMPLARS}: the slowest, errors first
 * @param sampling the least complete of all
 */
record Totals(
        int windows,
        long requests,
        long errors,
        LatencySketch latency,
        long selfNanos,
        List<Exemplar> exemplars,
        Sampling sampling) {
    static final int EXEMPLARS = 5;

    private static final Comparator<Exemplar> ERRORS_FIRST_THEN_SLOWEST = Comparator.comparing(Exemplar::error)
            .thenComparingLong(Exemplar::durationNanos)
            .reversed()
            .thenComparing(exemplar -> exemplar.traceId().toString());

    Totals {
        exemplars = List.copyOf(exemplars);
    }

    Totals plus(Totals other) {
        return new Totals(
                windows + other.windows,
                requests + other.requests,
                errors + other.errors,
                latency.plus(other.latency),
                selfNanos + other.selfNanos,
                Stream.concat(exemplars.stream(), other.exemplars.stream())
                        .distinct()
                        .sorted(ERRORS_FIRST_THEN_SLOWEST)
                        .limit(EXEMPLARS)
                        .toList(),
                sampling.compareTo(other.sampling) >= 0 ? sampling : other.sampling);
    }
}
