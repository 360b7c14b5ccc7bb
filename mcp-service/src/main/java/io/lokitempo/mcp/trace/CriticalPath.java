package io.lokitempo.mcp.trace;

import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which spans the length of a trace hangs on. Walks each root back from its end: the child that ended last is what its
 * parent waited for, and before that child began, the child that ended last before it; what no such child covers is the
 * parent's own. The times of one root's path add up to its duration.
 *
 * @see <a href="https://www.uber.com/blog/crisp-critical-path-analysis-for-microservice-architectures/">CRISP</a>
 */
final class CriticalPath {
    /** A span and the instant at which it was no longer waited for. */
    private record Waited(Span span, long untilNanos) {}

    private final TraceTree tree;
    private final Map<SpanId, Long> times = new HashMap<>();

    private CriticalPath(TraceTree tree) {
        this.tree = tree;
    }

    static Map<SpanId, Long> of(TraceTree tree) {
        CriticalPath path = new CriticalPath(tree);
        tree.roots().stream().max(Comparator.comparingLong(Span::durationNanos)).ifPresent(path::walk);
        return path.times;
    }

    private void walk(Span root) {
        Deque<Waited> open = new ArrayDeque<>();
        open.push(new Waited(root, root.endNanos()));
        while (!open.isEmpty()) {
            Waited waited = open.pop();
            long own = waited.untilNanos() - waited.span().startNanos();
            long until = waited.untilNanos();
            for (Span child : latestFirst(waited.span())) {
                long end = Math.min(child.endNanos(), until);
                long start = Math.max(child.startNanos(), waited.span().startNanos());
                if (child.endNanos() <= until && end > start) {
                    open.push(new Waited(child, end));
                    own -= end - start;
                    until = start;
                }
            }
            times.merge(waited.span().spanId(), Math.max(0, own), Long::sum);
        }
    }

    private List<Span> latestFirst(Span span) {
        return tree.children(span).stream()
                .sorted(Comparator.comparingLong(Span::endNanos).reversed())
                .toList();
    }
}
