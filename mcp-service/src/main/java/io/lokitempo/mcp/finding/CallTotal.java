package io.lokitempo.mcp.finding;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.telemetry.ServiceName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls between two services over all windows asked for. */
public record CallTotal(CallStats stats) {
    /** The totals of several ranges, those between the same two services added up; most calls first. */
    public static List<CallTotal> merged(Stream<CallTotal> totals) {
        Map<List<ServiceName>, List<CallStats>> all = totals.map(CallTotal::stats)
                .collect(Collectors.groupingBy(
                        call -> List.of(call.caller(), call.callee()), LinkedHashMap::new, Collectors.toList()));
        return all.values().stream()
                .map(CallTotal::sum)
                .sorted(Comparator.comparingLong(total -> -total.stats().calls()))
                .toList();
    }

    private static CallTotal sum(List<CallStats> calls) {
        return new CallTotal(new CallStats(
                calls.getFirst().caller(),
                calls.getFirst().callee(),
                calls.stream().mapToLong(CallStats::calls).sum(),
                calls.stream().mapToLong(CallStats::errors).sum(),
                LatencySketch.sum(calls.stream().map(CallStats::latency).toList())));
    }
}
