package io.lokitempo.tempo;

import io.lokitempo.telemetry.TimeWindow;

/**
 * A search by TraceQL.
 *
 * @param window rounded outwards to whole seconds, which is what Tempo takes
 * @param limit traces at most; Tempo returns the first it finds, in no order
 * @param spansPerTrace matching spans shown of each trace, 1 to 100
 */
public record TraceSearch(String traceql, TimeWindow window, int limit, int spansPerTrace) {}
