package io.lokitempo.mining;

import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line says of itself, found without a pattern engine in its first {@value #LIMIT} characters. A field's name decides
 * first ({@code level=}, {@code "severity":}, {@code trace_id=}); then, for the level, a word in the head, where loggers
 * write it; then an exception's name.
 */
public final class LineReading {
    static final int LIMIT = 4_096;
    private static final int HEAD_WORDS = 14;
    private static final int TRACE_DIGITS = 32;
    private static final List<String> LEVEL_KEYS =
            List.of("level", "severity", "lvl", "loglevel", "levelname", "severity_text", "severitytext");
    private static final List<String> TRACE_KEYS =
            List.of("trace_id", "traceid", "trace-id", "trace.id", "traceparent");

    private LineReading() {}

    /** How severe a line calls itself; UNKNOWN where it names no level. */
    public static LogLevel level(String line) {
        String named = field(line, LEVEL_KEYS);
        LogLevel level = named == null ? LogLevel.UNKNOWN : ofField(named);
        return level == LogLevel.UNKNOWN ? ofHead(line) : level;
    }

    /** The trace that a line names; null for none. */
    public static @Nullable TraceId traceId(String line) {
        String named = field(line, TRACE_KEYS);
        if (named == null) {
            return ofPair(line);
        }
        int dash = named.indexOf('-');
        String hex = dash == 2 && named.length() > 35 ? named.substring(3, 35) : named;
        return isTraceId(hex, 0, hex.length()) ? TraceId.of(hex) : null;
    }

    /** Names, and the numbers that JSON loggers count in tens. */
    private static LogLevel ofField(String value) {
        return switch (value) {
            case "10" -> LogLevel.TRACE;
            case "20" -> LogLevel.DEBUG;
            case "30" -> LogLevel.INFO;
            case "40" -> LogLevel.WARN;
            case "50" -> LogLevel.ERROR;
            case "60" -> LogLevel.FATAL;
            default -> LogLevel.of(value);
        };
    }

    /** The value of the first field of one of these names, up to its quote, blank or comma; null for none. */
    private static @Nullable String field(String line, List<String> names) {
        int end = Math.min(line.length(), LIMIT);
        for (int i = 1; i < end; i++) {
            char c = line.charAt(i);
            if (c == '=' || c == ':') {
                int keyEnd = line.charAt(i - 1) == '"' ? i - 1 : i;
                if (isNamed(line, keyEnd, names)) {
                    return value(line, i + 1, end);
                }
            }
        }
        return null;
    }

    private static boolean isNamed(String line, int keyEnd, List<String> names) {
        for (String name : names) {
            int start = keyEnd - name.length();
            // The last letter first: most names before a colon or an equals sign are others.
            if (start >= 0
                    && (line.charAt(keyEnd - 1) | 0x20) == name.charAt(name.length() - 1)
                    && line.regionMatches(true, start, name, 0, name.length())
                    && (start == 0 || !Character.isLetterOrDigit(line.charAt(start - 1)))) {
                return true;
            }
        }
        return false;
    }

    private static String value(String line, int from, int limit) {
        int start = from;
        while (start < limit && (line.charAt(start) == ' ' || line.charAt(start) == '"')) {
            start++;
        }
        int end = start;
        while (end < limit && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '-')) {
            end++;
        }
        return line.substring(start, end);
    }

    private static LogLevel ofHead(String line) {
        int limit = Math.min(line.length(), LIMIT);
        int at = 0;
        for (int words = 0; words < HEAD_WORDS && at < limit; words++) {
            int start = skip(line, at, limit, false);
            at = skip(line, start, limit, true);
            LogLevel level = ofWord(line, start, at);
            if (level != LogLevel.UNKNOWN) {
                return level;
            }
        }
        return LogLevel.UNKNOWN;
    }

    private static int skip(String line, int from, int limit, boolean letters) {
        int i = from;
        while (i < limit && Character.isLetter(line.charAt(i)) == letters) {
            i++;
        }
        return i;
    }

    /** A level is written in capitals, between brackets or bars, or before a colon; a letter only after a number. */
    private static LogLevel ofWord(String line, int start, int end) {
        if (end - start > 13 || start == end) {
            return LogLevel.UNKNOWN;
        }
        char before = start == 0 ? '\n' : line.charAt(start - 1);
        char after = end == line.length() ? '\n' : line.charAt(end);
        boolean enclosed = "[<(|".indexOf(before) >= 0 && "]>)|".indexOf(after) >= 0;
        boolean announced = (start == 0 || isNumbered(line, start)) && (after == ':' || after == ' ' || after == ',');
        if (end - start == 1
                ? !(enclosed || (announced && start > 0))
                : !(isUpper(line, start, end) || enclosed || announced)) {
            return LogLevel.UNKNOWN;
        }
        boolean joined = Character.isLetterOrDigit(before) || "_-.$".indexOf(before) >= 0 || "_-.$".indexOf(after) >= 0;
        return joined || Character.isDigit(after) ? LogLevel.UNKNOWN : LogLevel.of(line.substring(start, end));
    }

    private static boolean isNumbered(String line, int start) {
        int i = start - 1;
        while (i >= 0 && (line.charAt(i) == ' ' || line.charAt(i) == ',')) {
            i--;
        }
        return i >= 0 && Character.isDigit(line.charAt(i));
    }

    private static boolean isUpper(String line, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isUpperCase(line.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A trace and a span id side by side, as {@code [service,trace,span]} and {@code trace-span} in a thread's context. */
    private static @Nullable TraceId ofPair(String line) {
        int limit = Math.min(line.length(), LIMIT);
        int run = 0;
        for (int i = 0; i <= limit; i++) {
            char c = i < limit ? line.charAt(i) : '\n';
            if (isHexDigit(c)) {
                run++;
                continue;
            }
            if (run == TRACE_DIGITS && (c == ',' || c == '-') && hexRun(line, i + 1, limit) == 16) {
                return isTraceId(line, i - run, i) ? TraceId.of(line.substring(i - run, i)) : null;
            }
            run = 0;
        }
        return null;
    }

    private static int hexRun(String line, int from, int limit) {
        int i = from;
        while (i < limit && isHexDigit(line.charAt(i))) {
            i++;
        }
        return i - from;
    }

    /** 16 to 32 hex digits that are not all zero. */
    private static boolean isTraceId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            if (!isHexDigit(text.charAt(i))) {
                return false;
            }
            zero &= text.charAt(i) == '0';
        }
        return to - from >= 16 && to - from <= 32 && !zero;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
