package io.lokitempo.mcp.live;

import java.util.List;

/** A TraceQL query as it will run. */
public record TraceQuery(String traceql) {
    /** Every span that fits all conditions; {@code {}} where there are none. */
    public static TraceQuery of(List<String> conditions) {
        return new TraceQuery(conditions.isEmpty() ? "{}" : "{ " + String.join(" && ", conditions) + " }");
    }

    /** The query with the conditions added to each of its span selectors. */
    public TraceQuery and(List<String> conditions) {
        if (conditions.isEmpty()) {
            return this;
        }
        String added = String.join(" && ", conditions);
        StringBuilder changed = new StringBuilder();
        LogQlScanner scanner = new LogQlScanner(traceql); // strings are written alike in both languages
        int copied = 0;
        while (scanner.seek('{')) {
            int open = scanner.position();
            if (!scanner.seek('}')) {
                break; // Tempo says better what is wrong with it
            }
            String inside = traceql.substring(open + 1, scanner.position()).strip();
            String all = inside.isEmpty() ? added : "(" + inside + ") && " + added;
            changed.append(traceql, copied, open).append("{ ").append(all).append(" ");
            copied = scanner.position();
        }
        return new TraceQuery(changed.append(traceql.substring(copied)).toString());
    }

    /** The same, asking for the newest first; Tempo before 2.8 refuses it. */
    TraceQuery newestFirst() {
        return traceql.contains(" with") ? this : new TraceQuery(traceql + " with (most_recent=true)");
    }

    /** Whether it yields numbers over time rather than traces. */
    public boolean isMetric() {
        return traceql.matches(
                "(?s).*\\|\\s*(rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time|compare)\\s*\\(.*");
    }
}
