package io.lokitempo.lab.shop.style;

import java.time.ZoneOffset;

/** Go's plain log package with the file: no level but in the words. */
final class GoLogStyle implements LogStyle {
    private final Stamp stamp = new Stamp("yyyy/MM/dd HH:mm:ss", 0, ZoneOffset.UTC);

    @Override
    public void write(LogEvent event, StringBuilder out) {
        stamp.write(event.timeNanos(), out);
        out.append(' ').append(event.source()).append(": ").append(event.message());
    }
}
