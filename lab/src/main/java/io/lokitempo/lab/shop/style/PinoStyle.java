package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Field;
import io.lokitempo.lab.shop.plan.Style;
import io.lokitempo.telemetry.LogLevel;

/** Node's pino: JSON with numeric levels and milliseconds. */
final class PinoStyle implements LogStyle {
    @Override
    public void write(LogEvent event, StringBuilder out) {
        out.append("{\"level\":").append(number(event.level()));
        out.append(",\"time\":").append(event.timeNanos() / 1_000_000);
        out.append(",\"pid\":1,\"hostname\":\"").append(event.pod());
        out.append("\",\"name\":\"").append(event.source()).append('"');
        if (event.trace() != null) {
            out.append(",\"trace_id\":\"").append(event.trace().traceId());
            out.append("\",\"span_id\":\"").append(event.trace().spanId()).append('"');
        }
        for (Field field : event.fields()) {
            JsonFields.write(field, event.facts(), out);
        }
        if (event.thrown() != null) {
            out.append(",\"err\":{\"type\":\"").append(event.thrown().type()).append("\",\"message\":");
            Json.quoted(event.thrown().message(), out);
            out.append(",\"stack\":");
            Json.quoted(StackTraces.of(Style.PINO, event.service(), event.thrown()), out);
            out.append('}');
        }
        out.append(",\"msg\":");
        Json.quoted(event.message(), out);
        out.append('}');
    }

    private static int number(LogLevel level) {
        return switch (level) {
            case TRACE -> 10;
            case DEBUG -> 20;
            case INFO, UNKNOWN -> 30;
            case WARN -> 40;
            case ERROR -> 50;
            case FATAL -> 60;
        };
    }
}
