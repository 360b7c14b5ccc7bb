package io.lokitempo.finding;

import io.lokitempo.telemetry.TraceId;

/** A trace that shows what a number stands for. */
public record Exemplar(TraceId traceId, long durationNanos, boolean error) {}
