package io.lokitempo.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * All anchors of all rules as one automaton, which meets each character of a text once: Aho and Corasick, "Efficient
 * string matching" (1975). Transitions are one table lookup; case is folded for ASCII.
 */
final class Anchors {
    /** An anchor that ends in a state, and the rule it belongs to. */
    record Hit(Rule rule, int length) {}

    private static final int ASCII = 128;

    /** Column of each character; 0 for all that occur in no anchor. */
    private final int[] columns = new int[ASCII];

    private final int width;
    private final int[] next;
    private final List<List<Hit>> hits;
    private final boolean[] ends;

    Anchors(List<Rule> rules) {
        width = 1 + numberColumns(rules);
        List<Map<Integer, Integer>> tree = new ArrayList<>(List.of(new HashMap<>()));
        hits = new ArrayList<>(List.of(new ArrayList<>()));
        for (Rule rule : rules) {
            rule.anchors().forEach(anchor -> plant(tree, anchor, rule));
        }
        next = new int[tree.size() * width];
        complete(tree);
        ends = new boolean[tree.size()];
        for (int state = 0; state < ends.length; state++) {
            ends[state] = !hits.get(state).isEmpty();
        }
    }

    private int numberColumns(List<Rule> rules) {
        int used = 0;
        for (Rule rule : rules) {
            for (String anchor : rule.anchors()) {
                for (int i = 0; i < anchor.length(); i++) {
                    char c = anchor.charAt(i);
                    if (c >= ASCII || c != fold(c)) {
                        throw new IllegalArgumentException("anchor \"" + anchor + "\": lower-case ASCII is accepted");
                    }
                    columns[c] = columns[c] == 0 ? ++used : columns[c];
                }
            }
        }
        for (char upper = 'A'; upper <= 'Z'; upper++) {
            columns[upper] = columns[fold(upper)];
        }
        return used;
    }

    private void plant(List<Map<Integer, Integer>> tree, String anchor, Rule rule) {
        int state = 0;
        for (int i = 0; i < anchor.length(); i++) {
            int grown = tree.size();
            int child = tree.get(state).computeIfAbsent(columns[anchor.charAt(i)], _ -> grown);
            if (child == grown) {
                tree.add(new HashMap<>());
                hits.add(new ArrayList<>());
            }
            state = child;
        }
        hits.get(state).add(new Hit(rule, anchor.length()));
    }

    /** Breadth first: what a state lacks, it takes from the longest suffix of it that is a state. */
    private void complete(List<Map<Integer, Integer>> tree) {
        int[] suffix = new int[tree.size()];
        Queue<Integer> queue = new ArrayDeque<>(List.of(0));
        while (!queue.isEmpty()) {
            int state = queue.remove();
            hits.get(state).addAll(state == 0 ? List.of() : hits.get(suffix[state]));
            for (int column = 0; column < width; column++) {
                int fallback = state == 0 ? 0 : next[suffix[state] * width + column];
                Integer child = tree.get(state).get(column);
                next[state * width + column] = child == null ? fallback : child;
                if (child != null) {
                    suffix[child] = fallback;
                    queue.add(child);
                }
            }
        }
    }

    /** The state after {@code c}; the first is 0. */
    int step(int state, char c) {
        return next[state * width + (c < ASCII ? columns[c] : 0)];
    }

    /** Whether an anchor ends in a state. */
    boolean isEnd(int state) {
        return ends[state];
    }

    /** The anchors that end in a state, the longest first; mostly none. */
    List<Hit> hits(int state) {
        return hits.get(state);
    }

    private static char fold(char c) {
        return Characters.isUpper(c) ? (char) (c - 'A' + 'a') : c;
    }
}
