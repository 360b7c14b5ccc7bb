package io.lokitempo.analyzer.detect;

import io.lokitempo.telemetry.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who called whom during the last hour. */
record CallGraph(Map<ServiceName, Set<ServiceName>> callees) {
    /** How far trouble is followed: callers of callers of callers. */
    private static final int HOPS = 3;

    static CallGraph of(List<IncidentMemory.Edge> edges) {
        Map<ServiceName, Set<ServiceName>> callees = new HashMap<>();
        edges.stream()
                .filter(edge -> !edge.caller().equals(ServiceName.UNKNOWN))
                .filter(edge -> !edge.caller().equals(edge.callee()))
                .forEach(edge -> callees.computeIfAbsent(edge.caller(), _ -> new HashSet<>())
                        .add(edge.callee()));
        return new CallGraph(callees);
    }

    /** Whether one calls the other, directly or through at most two between. */
    boolean reaches(ServiceName caller, ServiceName callee) {
        Set<ServiceName> reached = Set.of(caller);
        for (int hop = 0; hop < HOPS; hop++) {
            Set<ServiceName> next = new HashSet<>();
            reached.forEach(service -> next.addAll(calledBy(service)));
            if (next.contains(callee)) {
                return true;
            }
            reached = next;
        }
        return false;
    }

    /**
     * Whether trouble of one may be trouble of the other: one depends on the other, or both on a third. A common caller
     * connects nothing, or one gateway would make one incident of everything.
     */
    boolean connects(ServiceName one, ServiceName other) {
        return one.equals(other)
                || reaches(one, other)
                || reaches(other, one)
                || calledBy(one).stream().anyMatch(calledBy(other)::contains);
    }

    private Set<ServiceName> calledBy(ServiceName service) {
        return callees.getOrDefault(service, Set.of());
    }
}
