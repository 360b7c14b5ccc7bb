package io.lokitempo.mcp.trace;

import io.lokitempo.telemetry.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who calls a service, whom it calls, and where the time of its requests goes, in some traces. */
public final class Neighbours {
    /** Caller of a span whose parent is not in its trace; a root has none. */
    public static final String UNKNOWN = "unknown";

    /** @param longestNanos the longest call */
    public record Calls(String service, long calls, long errors, long longestNanos) {
        Calls plus(Calls other) {
            return new Calls(
                    service, calls + other.calls, errors + other.errors, Math.max(longestNanos, other.longestNanos));
        }
    }

    private final String service;
    private final Map<String, Calls> callers = new TreeMap<>();
    private final Map<String, Calls> callees = new TreeMap<>();
    private final Map<String, Long> criticalNanos = new TreeMap<>();

    public Neighbours(String service) {
        this.service = service;
    }

    public void add(TraceTree tree) {
        for (Span span : tree.ordered()) {
            String own = span.service().value();
            criticalNanos.merge(own, tree.criticalNanos(span), Long::sum);
            if (span.kind().isRequest() || tree.depth(span) > 0) {
                caller(tree, span).filter(caller -> !caller.equals(own)).ifPresent(caller -> add(caller, own, span));
            }
        }
    }

    private static Optional<String> caller(TraceTree tree, Span span) {
        if (span.parentId() == null) {
            return Optional.empty();
        }
        return Optional.of(
                tree.parent(span).map(parent -> parent.service().value()).orElse(UNKNOWN));
    }

    private void add(String caller, String callee, Span span) {
        if (callee.equals(service)) {
            callers.merge(caller, calls(caller, span), Calls::plus);
        }
        if (caller.equals(service)) {
            callees.merge(callee, calls(callee, span), Calls::plus);
        }
    }

    private static Calls calls(String service, Span span) {
        return new Calls(service, 1, span.isError() ? 1 : 0, span.durationNanos());
    }

    /** Most calls first. */
    public List<Calls> callers() {
        return mostFirst(callers);
    }

    /** Most calls first. */
    public List<Calls> callees() {
        return mostFirst(callees);
    }

    private static List<Calls> mostFirst(Map<String, Calls> calls) {
        List<Calls> sorted = new ArrayList<>(calls.values());
        sorted.sort(Comparator.comparingLong(Calls::calls).reversed());
        return sorted;
    }

    /** Each service's share of all the traces' critical time, greatest first, in percent; those under 1% left out. */
    public Map<String, Double> timeShares() {
        double total =
                criticalNanos.values().stream().mapToDouble(Long::doubleValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        criticalNanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(entry -> entry.getValue() > total / 100)
                .forEach(entry -> shares.put(entry.getKey(), 100 * entry.getValue() / total));
        return shares;
    }
}
