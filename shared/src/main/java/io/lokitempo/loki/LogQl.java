package io.lokitempo.loki;

import io.lokitempo.upstream.QuotedString;
import java.util.List;
import java.util.stream.Collectors;

/** Text that is safe inside LogQL. */
public final class LogQl {
    private static final String REGEX_META = "\\.+*?()|[]{}^$";

    private LogQl() {}

    /**
     * A string literal of LogQL: double-quoted, with backslash escapes for quotes, backslashes and control characters.
     *
     * @see <a href="https://grafana.com/docs/loki/latest/query/">LogQL</a>
     */
    public static String quoted(String text) {
        return QuotedString.of(text);
    }

    /**
     * A stream matcher for any of the values: equality for one, an anchored regular expression for more.
     *
     * @throws IllegalArgumentException where {@code values} is empty
     */
    public static String matcher(String label, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("matcher for " + label + ": at least one value is needed");
        }
        if (values.size() == 1) {
            return label + "=" + quoted(values.getFirst());
        }
        return label + "=~" + quoted(values.stream().map(LogQl::literal).collect(Collectors.joining("|")));
    }

    /** A regular expression (RE2) that matches {@code text} and nothing else. */
    public static String literal(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            if (REGEX_META.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }
}
