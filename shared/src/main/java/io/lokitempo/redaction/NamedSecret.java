package io.lokitempo.redaction;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values whose name tells that they are secret: {@code password=x}, {@code "clientSecret": "x"}, {@code X-Api-Key: x},
 * {@code <token>x</token>}, {@code --password x}, and JSON inside JSON. The name ends with an anchor.
 *
 * @param isSecret what a value of this name must be like
 */
record NamedSecret(String kind, List<String> anchors, Predicate<String> isSecret) implements Rule {
    private static final int MOST_SPACES = 4;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 8_192;

    NamedSecret {
        anchors = List.copyOf(anchors);
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int start = valueStart(text, anchor);
        if (start < 0 || start >= text.length()) {
            return null;
        }
        Region value = value(text, start);
        String shown = value.of(text);
        return isName(text, value) || Characters.isPlaceholder(shown) || !isSecret.test(shown) ? null : value;
    }

    /** Where the value begins, -1 where the name is followed by none. */
    private static int valueStart(String text, Region anchor) {
        int end = anchor.end();
        while (end < text.length()
                && (isQuote(text.charAt(end)) || text.charAt(end) == '\\')
                && end < anchor.end() + 2) {
            end++;
        }
        int sign = spacesEnd(text, end);
        if (sign == text.length()) {
            return -1;
        }
        return switch (text.charAt(sign)) {
            // logfmt writes no value as "name= next=1"
            case '=' -> sign > end ? spacesEnd(text, sign + (text.startsWith("=>", sign) ? 2 : 1)) : sign + 1;
            case ':' -> spacesEnd(text, sign + (text.startsWith(":=", sign) ? 2 : 1));
            case '>' -> sign + 1;
            default -> sign > end && isOption(text, anchor.start()) ? sign : -1;
        };
    }

    /** Whether the name at {@code start} belongs to an option of a command line: {@code --db-password x}. */
    private static boolean isOption(String text, int start) {
        int first = start;
        while (first > 0 && start - first < LONGEST_NAME && Characters.isTokenPart(text.charAt(first - 1))) {
            first--;
        }
        return text.startsWith("--", first);
    }

    /** Whether the value is rather the name of a quoted one: in {@code password: password="x"}. */
    private static boolean isName(String text, Region value) {
        int end = value.end();
        return value.length() > 0
                && end < text.length()
                && isQuote(text.charAt(end))
                && (text.charAt(end - 1) == '=' || text.charAt(end - 1) == ':')
                && !isQuote(text.charAt(value.start() - 1));
    }

    private static Region value(String text, int start) {
        char first = text.charAt(start);
        if (isQuote(first)) {
            return new Region(start + 1, quotedEnd(text, start + 1, first));
        }
        if (first == '\\' && start + 1 < text.length() && isQuote(text.charAt(start + 1))) {
            int end = text.indexOf(text.substring(start, start + 2), start + 2);
            return new Region(start + 2, end < 0 ? text.length() : end);
        }
        return new Region(start, bareEnd(text, start));
    }

    private static int quotedEnd(String text, int start, char quote) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            i += c == '\\' ? 1 : 0;
        }
        return text.length();
    }

    /** To the next space or separator; closing brackets at the end belong to what is around the value. */
    private static int bareEnd(String text, int start) {
        int last = Math.min(text.length(), start + LONGEST_VALUE);
        int end = start;
        while (end < last && !endsBareValue(text, end)) {
            end++;
        }
        while (end > start && isClosing(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean endsBareValue(String text, int index) {
        char c = text.charAt(index);
        return c <= ' '
                || c == '&'
                || c == ';'
                || c == '"'
                || c == '\''
                || c == '<'
                || (c == ',' && startsPair(text, index + 1));
    }

    /** Whether a comma ends a value: {@code , name=} and {@code ,name=} follow it, or nothing does. */
    private static boolean startsPair(String text, int index) {
        int end = index;
        while (end < text.length() && end - index < LONGEST_NAME && Characters.isTokenPart(text.charAt(end))) {
            end++;
        }
        if (end == text.length()) {
            return end == index;
        }
        char next = text.charAt(end);
        return end == index ? next <= ' ' || isQuote(next) : next == '=' || next == ':';
    }

    private static boolean isClosing(char c) {
        return c == ')' || c == ']' || c == '}' || c == ',' || c == '\\';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static int spacesEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < MOST_SPACES && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }
}
