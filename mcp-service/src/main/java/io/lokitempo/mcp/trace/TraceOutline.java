package io.lokitempo.mcp.trace;

import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is worth showing of a trace: siblings that do the same are folded into one, and of the rest the spans that failed,
 * that the trace's length hangs on and that took longest, with all their ancestors.
 */
public final class TraceOutline {
    /** Siblings of one operation, from this many on, are one row. */
    private static final int FOLDED_FROM = 3;

    /**
     * A row.
     *
     * @param span the longest of those folded together
     * @param count spans that the row stands for
     * @param totalNanos sum of their durations
     * @param errors how many of them failed
     */
    public record Row(Span span, int depth, int count, long totalNanos, int errors) {}

    private record Sibling(Optional<Span> parent, String service, String operation) {}

    private final TraceTree tree;

    public TraceOutline(TraceTree tree) {
        this.tree = tree;
    }

    /**
     * Rows, depth first.
     *
     * @param most rows at most, ancestors included
     * @param wanted spans to show; their ancestors are shown with them
     */
    public List<Row> rows(int most, Predicate<Span> wanted) {
        Map<SpanId, Row> folded = folded();
        Set<SpanId> chosen = chosen(folded, most, wanted);
        List<Row> rows = new ArrayList<>();
        for (Span span : tree.ordered()) {
            if (chosen.contains(span.spanId())) {
                rows.add(folded.get(span.spanId()));
            }
        }
        return rows;
    }

    /** One row a span or group of siblings, under the id of the span that represents it. */
    private Map<SpanId, Row> folded() {
        Map<Sibling, List<Span>> groups = new LinkedHashMap<>();
        for (Span span : tree.ordered()) {
            Sibling sibling = new Sibling(tree.parent(span), span.service().value(), span.operation());
            groups.computeIfAbsent(sibling, _ -> new ArrayList<>()).add(span);
        }
        Map<SpanId, Row> rows = new HashMap<>();
        for (List<Span> group : groups.values()) {
            if (group.size() < FOLDED_FROM) {
                group.forEach(span -> rows.put(span.spanId(), row(List.of(span))));
            } else {
                Row row = row(group);
                rows.put(row.span().spanId(), row);
            }
        }
        return rows;
    }

    private Row row(List<Span> group) {
        Span longest = group.stream()
                .max(Comparator.comparing(Span::isError).thenComparingLong(Span::durationNanos))
                .orElseThrow();
        long total = group.stream().mapToLong(Span::durationNanos).sum();
        int errors = (int) group.stream().filter(Span::isError).count();
        return new Row(longest, tree.depth(longest), group.size(), total, errors);
    }

    private Set<SpanId> chosen(Map<SpanId, Row> folded, int most, Predicate<Span> wanted) {
        Set<SpanId> chosen = new HashSet<>();
        List<Row> byWeight = folded.values().stream()
                .filter(row -> wanted.test(row.span()))
                .sorted(Comparator.comparing((Row row) -> row.errors() > 0)
                        .thenComparingLong(row -> tree.criticalNanos(row.span()))
                        .thenComparingLong(Row::totalNanos)
                        .reversed())
                .toList();
        for (Row row : byWeight) {
            if (chosen.size() >= most) {
                break;
            }
            if (row.depth() >= most) {
                continue; // its ancestors alone are too many
            }
            List<SpanId> line = shownLine(row.span(), folded);
            long more = line.stream().filter(id -> !chosen.contains(id)).count();
            if (chosen.size() + more <= most) {
                chosen.addAll(line);
            }
        }
        return chosen;
    }

    /** The span and those of its ancestors that have a row of their own. */
    private List<SpanId> shownLine(Span span, Map<SpanId, Row> folded) {
        List<SpanId> line = new ArrayList<>();
        for (Optional<Span> at = Optional.of(span); at.isPresent(); at = tree.parent(at.get())) {
            SpanId id = at.get().spanId();
            if (folded.containsKey(id)) {
                line.add(id);
            }
        }
        return line;
    }
}
