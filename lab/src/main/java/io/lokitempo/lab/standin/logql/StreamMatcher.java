package io.lokitempo.lab.standin.logql;

import java.util.List;
import java.util.Map;

/** One condition of a stream selector; a label that a stream does not have is empty. */
public record StreamMatcher(String label, TextMatch match) {
    public boolean test(Map<String, String> labels) {
        return match.test(labels.getOrDefault(label, ""));
    }

    public static boolean all(List<StreamMatcher> matchers, Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.test(labels));
    }

    @Override
    public String toString() {
        return label + match;
    }
}
