package io.lokitempo.lab.standin.tempo;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts in buckets that end at powers of two: coarse, and that is how Tempo has quantiles.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/metrics-from-traces/metrics-queries/">TraceQL metrics</a>
 */
final class Log2Buckets {
    private final NavigableMap<Double, Integer> counts = new TreeMap<>();
    private int total;

    /** The power of two at or above a value. */
    static double bucketOf(double value) {
        double bucket = 2;
        while (bucket < value) {
            bucket *= 2;
        }
        return bucket;
    }

    /** Values under 2 have no bucket. */
    void add(double value) {
        if (value >= 2) {
            counts.merge(bucketOf(value), 1, Integer::sum);
            total++;
        }
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** Within the bucket of the rank, exponentially between its ends; the lower end is the last bucket that is filled. */
    double quantile(double q) {
        int rank = (int) Math.ceil(q * total);
        if (rank == 0) {
            return 0;
        }
        int below = 0;
        double lower = 0;
        for (Map.Entry<Double, Integer> bucket : counts.entrySet()) {
            if (below + bucket.getValue() >= rank) {
                double upper = Math.log(bucket.getKey()) / Math.log(2);
                double from = lower == 0 ? upper - 1 : Math.log(lower) / Math.log(2);
                double share = (double) (rank - below) / bucket.getValue();
                return Math.pow(2, from + (upper - from) * share);
            }
            below += bucket.getValue();
            lower = bucket.getKey();
        }
        throw new IllegalStateException("rank " + rank + " of " + total);
    }
}
