package io.lokitempo.lab.shop.style;

import io.lokitempo.lab.shop.plan.Style;
import io.lokitempo.telemetry.LogLevel;
import java.time.ZoneId;

/** Python's logging with local time, and OpenTelemetry's trace part where the line carries the trace. */
final class PythonStyle implements LogStyle {
    private final Stamp stamp;

    PythonStyle(ZoneId zone) {
        this.stamp = new Stamp("yyyy-MM-dd HH:mm:ss','#", 3, zone);
    }

    @Override
    public void write(LogEvent event, StringBuilder out) {
        stamp.write(event.timeNanos(), out);
        String level =
                event.level() == LogLevel.WARN ? "WARNING" : event.level().name();
        out.append(' ').append(level).append(" [").append(event.source()).append("] ");
        if (event.trace() != null) {
            out.append("[trace_id=").append(event.trace().traceId());
            out.append(" span_id=").append(event.trace().spanId());
            out.append(" resource.service.name=").append(event.service()).append(" trace_sampled=True] - ");
        }
        out.append(event.message());
        if (event.thrown() != null) {
            out.append('\n').append(StackTraces.of(Style.PYTHON, event.service(), event.thrown()));
        }
    }
}
