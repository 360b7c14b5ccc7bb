package io.lokitempo.mcp.call;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The name that someone meant who wrote another. */
public final class NearestName {
    private NearestName() {}

    /** The name with the least edits, at most a third of its length; or one that holds what was written. */
    static Optional<String> of(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> edits(written, name)))
                .filter(name -> name.contains(written)
                        || written.contains(name)
                        || edits(written, name) <= Math.max(1, name.length() / 3));
    }

    /** The names, those most like {@code written} first. */
    public static List<String> sorted(String written, Collection<String> names) {
        return names.stream()
                .sorted(Comparator.comparingInt((String name) -> edits(written, name))
                        .thenComparing(name -> name))
                .toList();
    }

    /** Levenshtein's distance in O(|a| |b|). */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
