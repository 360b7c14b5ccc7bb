package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Field;
import java.time.ZoneOffset;

/** Rust's tracing-subscriber, compact. */
final class RustTracingStyle implements LogStyle {
    private final Stamp stamp = new Stamp("yyyy-MM-dd'T'HH:mm:ss'.'#'Z'", 6, ZoneOffset.UTC);

    @Override
    public void write(LogEvent event, StringBuilder out) {
        stamp.write(event.timeNanos(), out);
        String level = event.level().name();
        out.repeat(' ', 6 - level.length())
                .append(level)
                .append(' ')
                .append(event.source())
                .append(": ");
        out.append(event.message());
        for (Field field : event.fields()) {
            out.append(' ').append(field.key()).append('=');
            if (field.isNumber()) {
                field.value().write(out, event.facts());
            } else {
                Json.quoted(field.value().filledIn(event.facts()), out);
            }
        }
    }
}
