package io.lokitempo.mcp.finding;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import java.util.List;

/**
 * A template's lines over all windows asked for.
 *
 * @param count lines
 * @param before lines in the window it is compared with; 0 where none was asked for
 * @param lastWindow start of the newest window with such a line
 * @param traces of some lines, at most 3
 */
public record PatternTotal(LogPattern pattern, long count, long before, Instant lastWindow, List<TraceId> traces) {
    public PatternTotal {
        traces = List.copyOf(traces);
    }
}
