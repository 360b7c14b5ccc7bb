package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Field;
import java.time.ZoneOffset;

/** Go's slog text handler: logfmt. */
final class LogfmtStyle implements LogStyle {
    private final Stamp stamp = new Stamp("yyyy-MM-dd'T'HH:mm:ss'.'#'Z'", 3, ZoneOffset.UTC);

    @Override
    public void write(LogEvent event, StringBuilder out) {
        out.append("time=");
        stamp.write(event.timeNanos(), out);
        out.append(" level=").append(event.level().name()).append(" msg=");
        value(event.message(), out);
        out.append(" component=").append(event.source());
        for (Field field : event.fields()) {
            out.append(' ').append(field.key()).append('=');
            value(field.value().filledIn(event.facts()), out);
        }
        if (event.thrown() != null) {
            out.append(" error_type=").append(event.thrown().type());
        }
        if (event.trace() != null) {
            out.append(" trace_id=")
                    .append(event.trace().traceId())
                    .append(" span_id=")
                    .append(event.trace().spanId());
        }
    }

    private static void value(String text, StringBuilder out) {
        boolean bare = text.chars().allMatch(c -> c > ' ' && c != '"' && c != '=');
        if (bare && !text.isEmpty()) {
            out.append(text);
        } else {
            Json.quoted(text, out);
        }
    }
}
