package io.lokitempo.mcp.live;

import io.lokitempo.mining.TemplateParameters;
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
 * @param parameters what stood at the variables of the lines read, in the template's order; empty where nobody asked
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
        List<TraceId> traces,
        List<TemplateParameters.Parameter> parameters) {
    public MinedPattern {
        traces = List.copyOf(traces);
        parameters = List.copyOf(parameters);
    }
}
