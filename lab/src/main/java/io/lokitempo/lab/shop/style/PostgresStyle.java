package io.lokitempo.lab.shop.style;

import java.time.ZoneOffset;

/** PostgreSQL's log with {@code log_line_prefix = '%m [%p] %q%u@%d '}. */
final class PostgresStyle implements LogStyle {
    private final Stamp stamp = new Stamp("yyyy-MM-dd HH:mm:ss'.'#' UTC'", 3, ZoneOffset.UTC);

    @Override
    public void write(LogEvent event, StringBuilder out) {
        stamp.write(event.timeNanos(), out);
        out.append(" [").append(100 + (event.facts().freshBits() & 1023)).append("] pay@paydb ");
        out.append(event.source()).append(":  ").append(event.message());
    }
}
