package io.lokitempo.mining;

import java.util.List;
import java.util.Locale;

/**
 * The fields of a structured line, JSON or logfmt, as they are read: the one that holds the message, one that holds a stack
 * trace, and the names of all that belong to the line's shape.
 */
final class Fields {
    /** Names of the message, the most telling first. */
    private static final List<String> MESSAGES =
            List.of("message", "msg", "@message", "short_message", "log", "body", "text", "event");

    private static final List<String> TRACES = List.of(
            "stack_trace",
            "stacktrace",
            "error.stack_trace",
            "error.stack",
            "exception.stacktrace",
            "exception",
            "exc_info",
            "stack",
            "backtrace");

    /** When, how severe and in which trace: in every line or not, they say nothing about its kind. */
    private static final List<String> CONTEXT = List.of(
            "time",
            "ts",
            "timestamp",
            "@timestamp",
            "t",
            "date",
            "datetime",
            "asctime",
            "level",
            "lvl",
            "severity",
            "loglevel",
            "log.level",
            "levelname",
            "severity_text",
            "severitynumber",
            "severity_number",
            "trace_id",
            "traceid",
            "trace.id",
            "trace-id",
            "traceparent",
            "span_id",
            "spanid",
            "span.id",
            "span-id",
            "trace_flags");

    private static final int MOST_NAMES = 32;

    final TextBuffer message = new TextBuffer();
    final TextBuffer trace = new TextBuffer();
    final TextBuffer names = new TextBuffer();
    private int rank;
    private int count;
    private String messageName = "";

    void clear() {
        message.clear();
        trace.clear();
        names.clear();
        rank = MESSAGES.size();
        count = 0;
        messageName = "";
    }

    boolean hasMessage() {
        return rank < MESSAGES.size();
    }

    int count() {
        return count;
    }

    /** Takes a field in; {@code decoded} is its value where that is text, else empty. */
    void add(String name, TextBuffer decoded, boolean isText) {
        count++;
        String lower = name.toLowerCase(Locale.ROOT);
        int messageRank = MESSAGES.indexOf(lower);
        if (isText && messageRank >= 0 && messageRank < rank) {
            demoteMessage();
            rank = messageRank;
            messageName = name;
            copy(decoded, message);
        } else if (isText && TRACES.contains(lower)) {
            copy(decoded, trace);
        } else if (!CONTEXT.contains(lower)) {
            addName(name);
        }
    }

    private void demoteMessage() {
        if (!messageName.isEmpty()) {
            addName(messageName);
        }
    }

    private void addName(String name) {
        if (count > MOST_NAMES) {
            return;
        }
        if (names.length > 0) {
            names.append(',');
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = Chars.isAsciiLetter(c) || c == '_' || c == '.' || c == '-' || c == '@';
            names.append(plain ? c : '#');
        }
    }

    private static void copy(TextBuffer from, TextBuffer to) {
        to.clear();
        to.append(from.text, 0, from.length);
    }
}
