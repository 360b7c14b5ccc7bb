package io.lokitempo.mining;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent of many values in the space of {@value #HELD}: a value that is new when all places are taken lowers every
 * count by one until a place is free. A count is short by at most lines / {@value #HELD}.
 *
 * @see <a href="https://doi.org/10.1016/0167-6423(82)90012-0">Misra, Gries: Finding repeated elements, 1982</a>
 */
final class FrequentValues {
    static final int HELD = 32;
    static final int SHOWN = 8;
    private static final int LONGEST = 120;

    private final Map<String, Long> counts = new HashMap<>();
    private long count;

    void add(String value) {
        count++;
        String held = cut(value);
        if (counts.containsKey(held) || counts.size() < HELD) {
            counts.merge(held, 1L, Long::sum);
        } else {
            counts.replaceAll((_, seen) -> seen - 1);
            counts.values().removeIf(seen -> seen == 0);
        }
    }

    /**
     * Takes in what another has seen. Counts are added, and where more than {@value #HELD} values result, the next is taken off
     * all of them; the error stays within lines / {@value #HELD} of both together.
     *
     * @see <a href="https://doi.org/10.1145/2213556.2213562">Agarwal et al.: Mergeable summaries, 2012</a>
     */
    void merge(FrequentValues other) {
        count += other.count;
        other.counts.forEach((value, seen) -> counts.merge(value, seen, Long::sum));
        if (counts.size() > HELD) {
            long next = counts.values().stream()
                    .sorted(Comparator.reverseOrder())
                    .skip(HELD)
                    .findFirst()
                    .orElseThrow();
            counts.replaceAll((_, seen) -> seen - next);
            counts.values().removeIf(seen -> seen <= 0);
        }
    }

    /** Takes in one value that was seen so often. */
    void merge(String value, long times) {
        FrequentValues other = new FrequentValues();
        other.count = times;
        other.counts.put(cut(value), times);
        merge(other);
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
    }

    long count() {
        return count;
    }

    List<TemplateParameters.Value> top() {
        return counts.entrySet().stream()
                .map(entry -> new TemplateParameters.Value(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(TemplateParameters.Value::count)
                        .reversed()
                        .thenComparing(TemplateParameters.Value::text))
                .limit(SHOWN)
                .toList();
    }
}
