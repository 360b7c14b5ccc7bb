package io.lokitempo.mcp.finding;

import io.lokitempo.finding.CallStats;
import io.lokitempo.telemetry.ServiceName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls between two services over all windows asked for. */
public record CallTotal(CallStats stats) {
    /** The totals of several ranges, those between the same two services added up; most calls first. */
    public static List<CallTotal> merged(Stream<CallTotal> totals) {
        Map<List<ServiceName>, CallTotal> merged = new LinkedHashMap<>();
        totals.forEach(total ->
                merged.merge(List.of(total.stats().caller(), total.stats().callee()), total, CallTotal::plus));
        return merged.values().stream()
                .sorted(Comparator.comparingLong(total -> -total.stats().calls()))
                .toList();
    }

    CallTotal plus(CallTotal other) {
        CallStats a = stats;
        CallStats b = other.stats;
        return new CallTotal(new CallStats(
                a.caller(),
                a.callee(),
                a.calls() + b.calls(),
                a.errors() + b.errors(),
                a.latency().plus(b.latency())));
    }
}
