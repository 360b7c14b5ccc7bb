package io.lokitempo.analyzer.aggregate;

import io.lokitempo.mining.LineReading;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TraceId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

    static LineFacts of(LogLine line) {
        LogLevel level = level(line);
        TraceId traceId = traceId(line);
        return new LineFacts(
                level == LogLevel.UNKNOWN ? LineReading.level(line.text()) : level,
                traceId == null ? LineReading.traceId(line.text()) : traceId);
    }

    private static LogLevel level(LogLine line) {
        LogLevel level = level(line.metadata());
        level = level == LogLevel.UNKNOWN ? level(line.parsed()) : level;
        return level == LogLevel.UNKNOWN ? level(line.labels()) : level;
    }

    // Loops, here and below: every line passes through them.
    private static LogLevel level(Map<String, String> fields) {
        if (!fields.isEmpty()) {
            for (String name : LEVEL_NAMES) {
                String text = fields.get(name);
                LogLevel level = text == null ? LogLevel.UNKNOWN : LogLevel.of(text);
                if (level != LogLevel.UNKNOWN) {
                    return level;
                }
            }
        }
        return LogLevel.UNKNOWN;
    }

    private static @Nullable TraceId traceId(LogLine line) {
        TraceId traceId = traceId(line.metadata());
        traceId = traceId == null ? traceId(line.parsed()) : traceId;
        return traceId == null ? traceId(line.labels()) : traceId;
    }

    private static @Nullable TraceId traceId(Map<String, String> fields) {
        if (!fields.isEmpty()) {
            for (String name : TRACE_NAMES) {
                String text = fields.get(name);
                if (text != null && isTraceId(text)) {
                    return TraceId.of(text);
                }
            }
        }
        return null;
    }

    /** 64-bit ids are in use too; all zeros is OpenTelemetry's "no trace". */
    private static boolean isTraceId(String text) {
        if (text.length() != 16 && text.length() != 32) {
            return false;
        }
        boolean zero = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c)) {
                return false;
            }
            zero &= c == '0';
        }
        return !zero;
    }
}
