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
        String held = value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        if (counts.containsKey(held) || counts.size() < HELD) {
            counts.merge(held, 1L, Long::sum);
        } else {
            counts.replaceAll((_, seen) -> seen - 1);
            counts.values().removeIf(seen -> seen == 0);
        }
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
