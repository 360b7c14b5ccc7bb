package io.lokitempo.mcp.server;

import java.util.ArrayList;
import java.util.List;

/**
 * A query as Loki and Tempo would split it: text outside of strings, and the strings' values. Written apart from the service's
 * own scanner, so that it does not share its mistakes.
 *
 * @param skeleton the query with {@code ""} for each string
 * @param strings what the strings say, in order
 * @param isWhole whether every string and every brace is closed
 */
record QueryText(String skeleton, List<String> strings, boolean isWhole) {
    static QueryText of(String query) {
        StringBuilder skeleton = new StringBuilder();
        List<String> strings = new ArrayList<>();
        int depth = 0;
        int at = 0;
        boolean whole = true;
        while (at < query.length()) {
            char c = query.charAt(at++);
            if (c != '"' && c != '`') {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                whole &= depth >= 0;
                skeleton.append(c);
                continue;
            }
            StringBuilder value = new StringBuilder();
            while (at < query.length() && query.charAt(at) != c) {
                if (c == '"' && query.charAt(at) == '\\' && at + 1 < query.length()) {
                    at = escape(query, at + 1, value);
                } else {
                    value.append(query.charAt(at++));
                }
            }
            whole &= at < query.length();
            at++;
            strings.add(value.toString());
            skeleton.append("\"\"");
        }
        return new QueryText(skeleton.toString(), strings, whole && depth == 0);
    }

    /** One escape of Go's, from behind its backslash. */
    private static int escape(String query, int at, StringBuilder value) {
        char c = query.charAt(at);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0 && at + digits < query.length()) {
            value.appendCodePoint(Integer.parseInt(query.substring(at + 1, at + 1 + digits), 16));
            return at + 1 + digits;
        }
        int named = "abfnrtv".indexOf(c);
        value.append(named < 0 ? c : "\u0007\b\f\n\r\t\u000b".charAt(named));
        return at + 1;
    }
}
