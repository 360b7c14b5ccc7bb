package io.lokitempo.benchmarks.templates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well groups of lines agree with the true ones.
 *
 * @param groupAccuracy share of lines whose group is exactly a true group (GA)
 * @param groupF1 F1 of groups that are exactly true ones (FGA)
 * @see <a href="https://dl.acm.org/doi/10.1145/3510003.3510101">Khan et al., Guidelines for assessing the accuracy of log
 *     message template identification techniques, ICSE 2022</a>
 */
record GroupScore(int trueGroups, int minedGroups, double groupAccuracy, double groupF1) {
    static GroupScore of(List<String> truth, List<String> mined) {
        if (truth.size() != mined.size()) {
            throw new IllegalArgumentException(truth.size() + " lines of truth for " + mined.size() + " lines");
        }
        Collection<List<Integer>> trueGroups = groups(truth);
        Collection<List<Integer>> minedGroups = groups(mined);
        Set<List<Integer>> known = new HashSet<>(trueGroups);
        List<List<Integer>> exact = minedGroups.stream().filter(known::contains).toList();
        double precision = (double) exact.size() / minedGroups.size();
        double recall = (double) exact.size() / trueGroups.size();
        int lines = exact.stream().mapToInt(List::size).sum();
        double f1 = exact.isEmpty() ? 0 : 2 * precision * recall / (precision + recall);
        return new GroupScore(trueGroups.size(), minedGroups.size(), (double) lines / truth.size(), f1);
    }

    private static Collection<List<Integer>> groups(List<String> keys) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            groups.computeIfAbsent(keys.get(i), _ -> new ArrayList<>()).add(i);
        }
        return groups.values();
    }
}
