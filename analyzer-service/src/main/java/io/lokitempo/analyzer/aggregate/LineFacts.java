package io.lokitempo.analyzer.aggregate;

import io.lokitempo.mining.LineReading;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How severe a line is and to which trace it belongs, from the surest source that says so: what Loki detected, then
 * metadata, parsed fields and labels under the names in use, then the line's own text.
 *
 * @param traceId null where nothing names one
 */
record LineFacts(LogLevel level, @Nullable TraceId traceId) {
    private static final List<String> LEVEL_NAMES =
            List.of("detected_level", "level", "severity", "severity_text", "lvl");
    private static final List<String> TRACE_NAMES = List.of("trace_id", "traceId", "traceID", "traceid", "trace.id");
    /** 64-bit ids are in use too; all zeros is OpenTelemetry's "no trace". */
    private static final Pattern TRACE_ID = Pattern.compile("(?!0+$)(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{32})");

    static LineFacts of(LogLine line) {
        LogLevel level = named(line, LEVEL_NAMES)
                .map(LogLevel::of)
                .filter(found -> found != LogLevel.UNKNOWN)
                .findFirst()
                .orElse(LogLevel.UNKNOWN);
        TraceId traceId = named(line, TRACE_NAMES)
                .filter(text -> TRACE_ID.matcher(text).matches())
                .map(TraceId::of)
                .findFirst()
                .orElse(null);
        if (level != LogLevel.UNKNOWN && traceId != null) {
            return new LineFacts(level, traceId);
        }
        LineReading reading = LineReading.of(line.text());
        return new LineFacts(
                level == LogLevel.UNKNOWN ? reading.level() : level, traceId == null ? reading.traceId() : traceId);
    }

    private static Stream<String> named(LogLine line, List<String> names) {
        return Stream.of(line.metadata(), line.parsed(), line.labels()).flatMap(fields -> values(fields, names));
    }

    private static Stream<String> values(Map<String, String> fields, List<String> names) {
        return names.stream().map(fields::get).filter(Objects::nonNull);
    }
}
