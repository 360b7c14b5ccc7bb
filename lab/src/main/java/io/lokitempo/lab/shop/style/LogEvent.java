package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Facts;
import io.lokitempo.lab.shop.plan.Field;
import io.lokitempo.telemetry.LogLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something worth a line.
 *
 * @param message filled in
 * @param fields to be filled in with {@code facts}
 * @param trace ids that the line itself is to carry, null where they travel beside it or not at all
 */
public record LogEvent(
        long timeNanos,
        LogLevel level,
        String source,
        String message,
        List<Field> fields,
        Facts facts,
        String service,
        String pod,
        @Nullable TraceContext trace,
        @Nullable Thrown thrown) {
    /** Ids in hex. */
    public record TraceContext(String traceId, String spanId) {}

    /** An exception with its frames, innermost first, as {@code Type.method:line}. */
    public record Thrown(String type, String message, List<String> frames) {}
}
