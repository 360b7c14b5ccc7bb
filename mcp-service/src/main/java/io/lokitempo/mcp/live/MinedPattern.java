package io.lokitempo.mcp.live;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import java.util.List;

/**
 * Lines of one kind in a window.
 *
 * @param id the same that the analyzer gives to the same template of the same service
 * @param level the severest of its lines
 * @param count lines, scaled where only a part was read
 * @param sample one of the lines
 * @param traces of up to 3 lines, newest last
 */
public record MinedPattern(
        String id,
        String service,
        String template,
        LogLevel level,
        double count,
        Instant firstSeen,
        Instant lastSeen,
        String sample,
        List<TraceId> traces) {
    public MinedPattern {
        traces = List.copyOf(traces);
    }
}
