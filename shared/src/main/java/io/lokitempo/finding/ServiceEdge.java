package io.lokitempo.finding;

import io.lokitempo.telemetry.TimeWindow;

/**
 * Calls from one service to another in one closed window, all lanes together. A later revision replaces an earlier one.
 * Key: scope, caller and callee.
 */
public record ServiceEdge(Scope scope, TimeWindow window, int revision, CallStats stats, Sampling sampling) {}
