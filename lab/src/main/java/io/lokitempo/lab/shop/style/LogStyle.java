package io.lokitempo.lab.shop.style;

/** Writes an event as one logger writes it. Not safe for use by several threads. */
@FunctionalInterface
public interface LogStyle {
    void write(LogEvent event, StringBuilder out);
}
