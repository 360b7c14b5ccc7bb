package io.lokitempo.analyzer.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals a whole number out by shares, so that the parts are whole and sum to it: each gets its quota rounded down, and
 * what is left goes to the greatest remainders (Hamilton's method). No part is off its quota by one or more.
 */
final class Apportionment {
    private Apportionment() {}

    /**
     * @param shares none negative; all zero only where {@code total} is
     * @param total at least 0
     */
    static <K extends Comparable<K>> Map<K, Long> of(Map<K, Double> shares, long total) {
        double sum = shares.values().stream().mapToDouble(share -> share).sum();
        Map<K, Long> parts = new HashMap<>();
        Map<K, Double> remainders = new HashMap<>();
        long left = total;
        for (Map.Entry<K, Double> share : shares.entrySet()) {
            double quota = sum == 0 ? 0 : share.getValue() / sum * total;
            long part = (long) quota;
            parts.put(share.getKey(), part);
            remainders.put(share.getKey(), quota - part);
            left -= part;
        }
        List<K> order = new ArrayList<>(remainders.keySet());
        order.sort(Comparator.<K>comparingDouble(key -> -remainders.getOrDefault(key, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        for (K key : order) {
            if (left > 0) {
                parts.merge(key, 1L, Long::sum);
                left--;
            }
        }
        return parts;
    }
}
