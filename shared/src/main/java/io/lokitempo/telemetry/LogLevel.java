package io.lokitempo.telemetry;

import java.util.Locale;

/** Severity of a log line, least severe first; the names are those of Loki's {@code detected_level}. */
public enum LogLevel {
    UNKNOWN,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /** Reads the spellings that loggers use ("warning", "ERR", "critical", "I"); anything else is {@link #UNKNOWN}. */
    public static LogLevel of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "trace", "trc", "finest", "finer", "verbose", "v" -> TRACE;
            case "debug", "dbg", "fine", "d" -> DEBUG;
            case "info", "inf", "information", "informational", "notice", "i", "config" -> INFO;
            case "warn", "warning", "wrn", "w" -> WARN;
            case "error", "err", "eror", "severe", "e" -> ERROR;
            case "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic", "f", "c" -> FATAL;
            default -> UNKNOWN;
        };
    }

    public boolean isError() {
        return this == ERROR || this == FATAL;
    }

    /** The lower-case name, as Loki writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
