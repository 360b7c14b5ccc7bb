package io.lokitempo.mcp.tool;

import io.lokitempo.finding.CallStats;
import io.lokitempo.telemetry.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The part of a call graph that lies around a service. */
record CallHops(List<CallStats> calls) {
    /** @param distance hops from the service that was asked for, from 1 on; 0 where none was */
    record Hop(int distance, CallStats call) {}

    /** Nearest first, callers before callees; each call once. */
    List<Hop> around(String service, String direction, int depth) {
        List<Hop> hops = new ArrayList<>();
        ServiceName centre = new ServiceName(service);
        if (!direction.equals("callees")) {
            walk(centre, depth, true, hops);
        }
        if (!direction.equals("callers")) {
            walk(centre, depth, false, hops);
        }
        hops.sort(Comparator.comparingInt(Hop::distance));
        return hops;
    }

    /** Breadth first, so that each service is left at its least distance; in O(depth x calls). */
    private void walk(ServiceName centre, int depth, boolean up, List<Hop> hops) {
        Set<ServiceName> seen = new LinkedHashSet<>(Set.of(centre));
        Set<ServiceName> edge = Set.of(centre);
        for (int distance = 1; distance <= depth && !edge.isEmpty(); distance++) {
            Set<ServiceName> next = new LinkedHashSet<>();
            for (CallStats call : calls) {
                ServiceName near = up ? call.callee() : call.caller();
                ServiceName far = up ? call.caller() : call.callee();
                if (edge.contains(near) && !near.equals(far)) {
                    hops.add(new Hop(distance, call));
                    if (seen.add(far) && !far.equals(ServiceName.UNKNOWN)) {
                        next.add(far);
                    }
                }
            }
            edge = next;
        }
    }
}
