package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Field;
import io.lokitempo.lab.shop.plan.Style;

/** Go's zap in production: JSON with seconds and the caller. */
final class ZapStyle implements LogStyle {
    @Override
    public void write(LogEvent event, StringBuilder out) {
        out.append("{\"level\":\"").append(event.level().label()).append("\",\"ts\":");
        long micros = event.timeNanos() / 1_000;
        out.append(micros / 1_000_000).append('.');
        String fraction = Long.toString(micros % 1_000_000);
        out.repeat('0', 6 - fraction.length()).append(fraction);
        out.append(",\"caller\":\"").append(event.source()).append("\",\"msg\":");
        Json.quoted(event.message(), out);
        for (Field field : event.fields()) {
            JsonFields.write(field, event.facts(), out);
        }
        if (event.trace() != null) {
            out.append(",\"traceID\":\"").append(event.trace().traceId());
            out.append("\",\"spanID\":\"").append(event.trace().spanId()).append('"');
        }
        if (event.thrown() != null) {
            out.append(",\"stacktrace\":");
            Json.quoted(StackTraces.of(Style.ZAP, event.service(), event.thrown()), out);
        }
        out.append('}');
    }
}
