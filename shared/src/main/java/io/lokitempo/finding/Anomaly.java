package io.lokitempo.finding;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series of a service that left its usual range, from its first window to its last. Key: {@link #id}; each record is
 * the whole state and replaces the one before.
 *
 * @param id {@code ano-} and 8 characters of the series and its onset; the same through its life
 * @param revision rising with every change
 * @param operation the operation, or empty for the service as a whole
 * @param patternId of a pattern's anomaly, else null
 * @param onset start of the first window that deviated
 * @param lastSeen end of the last window that deviated
 * @param resolvedAt end of the window that ended it, or null while it is open
 * @param measure what {@code expected} and {@code observed} count, with its unit: {@code errors/request}, {@code p99 ms}
 * @param score the test's surprise, -log10 of its p-value, 0 to 300
 * @param reason one sentence in plain words: what was seen, what was expected, why this severity
 * @param muted whether a setting asks not to be told of it: it is kept, but belongs to no incident
 */
public record Anomaly(
        String id,
        int revision,
        Scope scope,
        ServiceName service,
        String operation,
        AnomalyKind kind,
        @Nullable String patternId,
        State state,
        Severity severity,
        Instant onset,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        String measure,
        Expected expected,
        double observed,
        double score,
        String reason,
        Evidence evidence,
        boolean muted) {
    /** The usual range; {@code typical} lies within. */
    public record Expected(double low, double typical, double high) {}

    /**
     * What to open next.
     *
     * @param patterns ids, at most 10
     * @param traces at most 10
     * @param windows that deviated, at most 10, newest last
     */
    public record Evidence(List<String> patterns, List<TraceId> traces, List<TimeWindow> windows) {
        public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());

        public Evidence {
            patterns = List.copyOf(patterns);
            traces = List.copyOf(traces);
            windows = List.copyOf(windows);
        }
    }
}
