package io.lokitempo.mcp.trace;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who calls whom in some traces: a span whose parent is another service's is a call from that one. */
public final class CallEdges {
    private record Ends(ServiceName caller, ServiceName callee) {}

    private static final class Calls {
        private final List<Long> nanos = new ArrayList<>();
        private long errors;
    }

    private final Map<Ends, Calls> calls = new LinkedHashMap<>();

    public void add(TraceTree tree) {
        for (Span span : tree.ordered()) {
            ServiceName caller = tree.parent(span)
                    .map(Span::service)
                    .orElse(span.parentId() == null ? span.service() : ServiceName.UNKNOWN);
            if (!caller.equals(span.service())) {
                Calls between = calls.computeIfAbsent(new Ends(caller, span.service()), _ -> new Calls());
                between.nanos.add(span.durationNanos());
                between.errors += span.isError() ? 1 : 0;
            }
        }
    }

    /** Most calls first. */
    public List<CallStats> all() {
        return calls.entrySet().stream()
                .map(entry -> new CallStats(
                        entry.getKey().caller(),
                        entry.getKey().callee(),
                        entry.getValue().nanos.size(),
                        entry.getValue().errors,
                        LatencySketch.of(entry.getValue().nanos)))
                .sorted(Comparator.comparingLong(CallStats::calls).reversed())
                .toList();
    }
}
