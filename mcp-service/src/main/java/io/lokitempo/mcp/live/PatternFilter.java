package io.lokitempo.mcp.live;

import io.lokitempo.loki.LogQl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The LogQL stages that keep the lines of a template: those that hold its constant words in order. A template knows
 * nothing of what lay between its words but that it was blank, so any blanks will do.
 */
final class PatternFilter {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern VARIABLE = Pattern.compile("<[a-z0-9*_]+>");

    private PatternFilter() {}

    /** Empty for a template without a constant word, which every line fits. */
    static String of(String template) {
        List<String> words = new ArrayList<>();
        StringBuilder expression = new StringBuilder();
        for (String constant : VARIABLE.splitAsStream(template).toList()) {
            List<String> own = BLANKS.splitAsStream(constant)
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!own.isEmpty()) {
                words.addAll(own);
                expression.append(expression.isEmpty() ? "" : ".*");
                expression.append(
                        String.join("\\s+", own.stream().map(LogQl::literal).toList()));
            }
        }
        if (words.isEmpty()) {
            return "";
        }
        String longest =
                words.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
        return words.size() == 1
                ? "|= " + LogQl.quoted(longest)
                : "|= " + LogQl.quoted(longest) + " |~ " + LogQl.quoted(expression.toString());
    }
}
