package io.lokitempo.mcp.trace;

import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The spans of a trace as a tree, or several where parents are missing. Built in O(n log n) without recursion, so that
 * neither many nor deep spans exhaust it. Of spans with the same id the first is kept; a circle of parents is cut at the
 * span that starts first.
 */
public final class TraceTree {
    private static final Comparator<Span> BY_START = Comparator.comparingLong(Span::startNanos)
            .thenComparing(span -> span.spanId().hex());

    private final Map<SpanId, Span> spans = new LinkedHashMap<>();
    private final Map<SpanId, List<Span>> children = new HashMap<>();
    private final List<Span> roots = new ArrayList<>();
    private final List<Span> ordered = new ArrayList<>();
    private final Map<SpanId, Integer> depths = new HashMap<>();
    private final Map<SpanId, Long> selfNanos;
    private final Map<SpanId, Long> criticalNanos;

    public TraceTree(List<Span> all) {
        all.stream().sorted(BY_START).forEach(span -> spans.putIfAbsent(span.spanId(), span));
        spans.values().forEach(this::attach);
        walk();
        cutCircles();
        selfNanos = SelfTimes.of(this);
        criticalNanos = CriticalPath.of(this);
    }

    private void attach(Span span) {
        SpanId parent = span.parentId();
        if (parent == null || parent.equals(span.spanId()) || !spans.containsKey(parent)) {
            roots.add(span);
        } else {
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(span);
        }
    }

    private void walk() {
        roots.forEach(root -> walk(root, 0));
    }

    /** Depth first, children by start. */
    private void walk(Span root, int depth) {
        Deque<Span> open = new ArrayDeque<>(List.of(root));
        depths.put(root.spanId(), depth);
        while (!open.isEmpty()) {
            Span span = open.pop();
            ordered.add(span);
            for (Span child : children(span).reversed()) {
                depths.put(child.spanId(), depth(span) + 1);
                open.push(child);
            }
        }
    }

    /** Spans that no walk from a root reached are each other's ancestors. */
    private void cutCircles() {
        Set<SpanId> reached = new HashSet<>();
        ordered.forEach(span -> reached.add(span.spanId()));
        for (Span span : List.copyOf(spans.values())) {
            if (!reached.contains(span.spanId())) {
                children.getOrDefault(span.parentId(), new ArrayList<>()).remove(span);
                roots.add(span);
                int before = ordered.size();
                walk(span, 0);
                ordered.subList(before, ordered.size()).forEach(found -> reached.add(found.spanId()));
            }
        }
    }

    /** All spans, depth first. */
    public List<Span> ordered() {
        return List.copyOf(ordered);
    }

    public List<Span> roots() {
        return List.copyOf(roots);
    }

    /** By start. */
    public List<Span> children(Span span) {
        return children.getOrDefault(span.spanId(), List.of());
    }

    public Optional<Span> parent(Span span) {
        return depth(span) == 0
                ? Optional.empty()
                : Optional.ofNullable(span.parentId()).map(spans::get);
    }

    public Optional<Span> span(SpanId id) {
        return Optional.ofNullable(spans.get(id));
    }

    public int size() {
        return spans.size();
    }

    /** 0 for a root. */
    public int depth(Span span) {
        return depths.getOrDefault(span.spanId(), 0);
    }

    /** Roots that name a parent which is not here. */
    public long orphans() {
        return roots.stream().filter(root -> root.parentId() != null).count();
    }

    public long startNanos() {
        return spans.values().stream().mapToLong(Span::startNanos).min().orElse(0);
    }

    public long endNanos() {
        return spans.values().stream().mapToLong(Span::endNanos).max().orElse(0);
    }

    /** Time of the span in which no child was under way. */
    public long selfNanos(Span span) {
        return selfNanos.getOrDefault(span.spanId(), 0L);
    }

    /** Time by which the trace would have been shorter, had the span itself taken none; 0 off the critical path. */
    public long criticalNanos(Span span) {
        return criticalNanos.getOrDefault(span.spanId(), 0L);
    }
}
