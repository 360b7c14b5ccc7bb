package io.lokitempo.mcp.trace;

import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import java.util.HashMap;
import java.util.Map;

/** Each span's duration less the union of its children's, these cut to the span. */
final class SelfTimes {
    private SelfTimes() {}

    static Map<SpanId, Long> of(TraceTree tree) {
        Map<SpanId, Long> times = new HashMap<>();
        tree.ordered().forEach(span -> times.put(span.spanId(), span.durationNanos() - covered(tree, span)));
        return times;
    }

    private static long covered(TraceTree tree, Span span) {
        long covered = 0;
        long until = span.startNanos();
        for (Span child : tree.children(span)) {
            long from = Math.max(child.startNanos(), until);
            long to = Math.min(child.endNanos(), span.endNanos());
            if (to > from) {
                covered += to - from;
                until = to;
            }
        }
        return covered;
    }
}
