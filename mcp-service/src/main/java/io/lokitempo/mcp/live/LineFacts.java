package io.lokitempo.mcp.live;

import io.lokitempo.mining.LineReading;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import java.util.Optional;

/** What is known of a line: by what Loki found out, else by what the sender set, else by what the line itself says. */
public final class LineFacts {
    /** Names under which senders put a trace's id. */
    public static final List<String> TRACE_KEYS = List.of("trace_id", "traceid", "traceID", "traceId");

    private LineFacts() {}

    /** A value of the line's structured metadata or labels; empty for none. */
    public static Optional<String> value(LogLine line, String name) {
        return Optional.ofNullable(line.metadata().get(name))
                .or(() -> Optional.ofNullable(line.labels().get(name)));
    }

    public static LogLevel level(LogLine line) {
        return value(line, "detected_level")
                .or(() -> value(line, "level"))
                .map(LogLevel::of)
                .filter(level -> level != LogLevel.UNKNOWN)
                .orElseGet(() -> LineReading.level(line.text()));
    }

    public static Optional<TraceId> trace(LogLine line) {
        return TRACE_KEYS.stream()
                .flatMap(key -> value(line, key).stream())
                .findFirst()
                .flatMap(LineFacts::traceId)
                .or(() -> Optional.ofNullable(LineReading.traceId(line.text())));
    }

    /** The value of the first of the labels that the line has; {@code unknown} for none. */
    public static String service(LogLine line, List<String> labels) {
        return line.firstOf(labels).orElse("unknown");
    }

    private static Optional<TraceId> traceId(String text) {
        try {
            return Optional.of(TraceId.of(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
