package io.lokitempo.finding;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one service in one closed window, by pattern: absolute counts, also where they are zero. A later revision
 * replaces an earlier one whole. {@code total} is the sum of the patterns' counts and {@code other}.
 *
 * @param revision 0 for the first reading, then rising
 * @param total lines in the window
 * @param other lines that no template holds because a bound was reached
 * @param levels lines by level; absent levels are 0
 * @param patterns one entry a pattern seen
 * @param sampling how the counts came about
 */
public record PatternCounts(
        Scope scope,
        ServiceName service,
        TimeWindow window,
        int revision,
        long total,
        long other,
        Map<LogLevel, Long> levels,
        List<PatternCount> patterns,
        Sampling sampling) {
    public PatternCounts {
        levels = Map.copyOf(levels);
        patterns = List.copyOf(patterns);
    }

    /**
     * One pattern in the window.
     *
     * @param level the severest level of its lines in this window
     * @param traces traces of up to 3 of its lines
     * @param line where the pattern is new in this window: the redacted line that made it, else null
     */
    public record PatternCount(
            String patternId,
            long count,
            LogLevel level,
            List<TraceId> traces,
            @Nullable String line) {
        public PatternCount {
            traces = List.copyOf(traces);
        }
    }
}
