package io.lokitempo.mcp.finding;

import io.lokitempo.finding.CallStats;

/** Calls between two services over all windows asked for. */
public record CallTotal(CallStats stats) {
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
