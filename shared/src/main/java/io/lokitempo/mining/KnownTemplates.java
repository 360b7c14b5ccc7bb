package io.lokitempo.mining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The living templates, found by a line's shape: one look-up in a hash table, and one more for each combination of positions
 * at which templates of that length have {@code <*>}. No line is held by two of them; that is what makes the answer
 * independent of the order in which they came.
 */
final class KnownTemplates {
    /** A living template and its shape. */
    record Known(Template template, Shape shape) {}

    private final LongTable<Known> byShape = new LongTable<>();
    private final Map<String, Known> byText = new LinkedHashMap<>();
    private final Map<String, Known> byId = new HashMap<>();
    private final Map<Integer, Map<List<Integer>, Integer>> wildcards = new HashMap<>();
    private int[][][] wildcardsBySize = new int[Tokens.MOST + 1][][];

    int size() {
        return byText.size();
    }

    Collection<Known> all() {
        return byText.values();
    }

    @Nullable
    Known withText(String text) {
        return byText.get(text);
    }

    boolean hasId(String id) {
        return byId.containsKey(id);
    }

    /** The template of this line's shape, whether or not it holds the line's technical words; null for none. */
    @Nullable
    Known like(Tokens line) {
        Known known = byShape.get(line.hash);
        if (known != null && known.shape.size() == line.size) {
            return known;
        }
        int[][] combinations = wildcardsBySize[line.size];
        if (combinations != null) {
            for (int[] positions : combinations) {
                known = byShape.get(hashWith(line, positions));
                if (known != null) {
                    return known;
                }
            }
        }
        return null;
    }

    private static long hashWith(Tokens line, int[] positions) {
        long hash = line.hash;
        for (int position : positions) {
            if (line.kind[position] != Tokens.MARK) {
                hash += ShapeHash.any(position) - line.share[position];
            }
        }
        return hash;
    }

    void add(Known known) {
        byShape.put(known.shape.hash(), known);
        byText.put(known.template.text(), known);
        byId.put(known.template.id(), known);
        countWildcards(known.shape, 1);
    }

    void remove(Known known) {
        byShape.remove(known.shape.hash());
        byText.remove(known.template.text());
        byId.remove(known.template.id());
        countWildcards(known.shape, -1);
    }

    private void countWildcards(Shape shape, int change) {
        int[] positions = shape.wildcards();
        if (positions.length == 0) {
            return;
        }
        List<Integer> key = Arrays.stream(positions).boxed().toList();
        Map<List<Integer>, Integer> counts = wildcards.computeIfAbsent(shape.size(), _ -> new LinkedHashMap<>());
        if (counts.merge(key, change, Integer::sum) == 0) {
            counts.remove(key);
        }
        wildcardsBySize[shape.size()] = counts.keySet().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Living templates that may hold a line which this shape may hold too. */
    List<Known> meeting(Shape shape) {
        List<Known> meeting = new ArrayList<>();
        for (Known known : byText.values()) {
            if (known.shape.meets(shape)) {
                meeting.add(known);
            }
        }
        return meeting;
    }
}
