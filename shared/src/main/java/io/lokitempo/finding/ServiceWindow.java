package io.lokitempo.finding;

import io.lokitempo.telemetry.TimeWindow;

/**
 * Requests of one operation in one closed window, all lanes together. A later revision replaces an earlier one. Key:
 * scope, service and operation.
 */
public record ServiceWindow(Scope scope, TimeWindow window, int revision, OperationStats stats, Sampling sampling) {}
