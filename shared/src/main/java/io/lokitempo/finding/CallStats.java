package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;

/**
 * Calls from one service to another in one window, as the callee's request spans show them.
 *
 * @param caller service of the parent span; {@link ServiceName#UNKNOWN} where the parent was not found
 * @param latency as the caller saw it where its client span was found, else as the callee did; nanoseconds
 */
public record CallStats(ServiceName caller, ServiceName callee, long calls, long errors, LatencySketch latency) {}
