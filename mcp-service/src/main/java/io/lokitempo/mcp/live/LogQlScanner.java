package io.lokitempo.mcp.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks over LogQL, knowing strings and comments; reads as much of it as stream selectors need. */
final class LogQlScanner {
    private final String query;
    private int at;

    LogQlScanner(String query) {
        this.query = query;
    }

    int position() {
        return at;
    }

    /** Moves to the next {@code wanted} that is in no string and no comment. */
    boolean seek(char wanted) {
        while (at < query.length()) {
            char c = query.charAt(at);
            if (c == wanted) {
                return true;
            }
            if (c == '"' || c == '`') {
                string();
            } else if (c == '#') {
                int line = query.indexOf('\n', at);
                at = line < 0 ? query.length() : line;
            } else {
                at++;
            }
        }
        return false;
    }

    /** Reads a selector from its opening brace; empty, and past that brace alone, where it is none. */
    Optional<List<StreamMatcher>> matchers() {
        int start = at++;
        List<StreamMatcher> matchers = new ArrayList<>();
        blanks();
        while (at < query.length() && query.charAt(at) != '}') {
            Optional<StreamMatcher> matcher = matcher();
            if (matcher.isEmpty()) {
                at = start + 1;
                return Optional.empty();
            }
            matchers.add(matcher.get());
            blanks();
            if (at < query.length() && query.charAt(at) == ',') {
                at++;
                blanks();
            }
        }
        if (at == query.length()) {
            at = start + 1;
            return Optional.empty();
        }
        at++;
        return Optional.of(matchers);
    }

    private Optional<StreamMatcher> matcher() {
        int from = at;
        while (at < query.length() && isName(query.charAt(at))) {
            at++;
        }
        String label = query.substring(from, at);
        blanks();
        String operator = operator();
        blanks();
        boolean quoted = at < query.length() && (query.charAt(at) == '"' || query.charAt(at) == '`');
        if (label.isEmpty() || operator.isEmpty() || !quoted) {
            return Optional.empty();
        }
        return Optional.of(new StreamMatcher(label, operator, string()));
    }

    private String operator() {
        for (String operator : List.of("=~", "!~", "!=", "=")) {
            if (query.startsWith(operator, at)) {
                at += operator.length();
                return operator;
            }
        }
        return "";
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == ':';
    }

    private void blanks() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
    }

    /** Reads a string from its opening quote to past the closing one, or to the end where none closes it. */
    private String string() {
        char quote = query.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < query.length() && query.charAt(at) != quote) {
            if (quote == '"' && query.charAt(at) == '\\' && at + 1 < query.length()) {
                at++;
                value.append(unescaped(query.charAt(at)));
            } else {
                value.append(query.charAt(at));
            }
            at++;
        }
        at = Math.min(query.length(), at + 1);
        return value.toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }
}
