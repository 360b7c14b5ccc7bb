package io.lokitempo.lab.standin.query;

import io.lokitempo.lab.standin.query.Token.Kind;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads characters of a query and knows where it is: the part of a lexer that both languages share. */
public final class Scanner {
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    public Scanner(String text) {
        this.text = text;
    }

    public boolean atEnd() {
        return at >= text.length();
    }

    /** The character {@code ahead} places on, or 0 past the end. */
    public char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    public boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    public int column() {
        return at - lineStart + 1;
    }

    public Token token(Kind kind, String read, int column) {
        return new Token(kind, read, line, column);
    }

    public QueryRefused refused(String problem) {
        return QueryRefused.at(line, column(), problem);
    }

    public void skip(int characters) {
        for (int end = Math.min(at + characters, text.length()); at < end; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }

    /** Skips white space and comments from {@code #} to the end of the line. */
    public void skipBlank() {
        while (!atEnd() && (Character.isWhitespace(peek(0)) || peek(0) == '#')) {
            if (peek(0) == '#') {
                takeWhile(c -> c != '\n');
            } else {
                skip(1);
            }
        }
    }

    public String takeWhile(IntPredicate accepted) {
        int start = at;
        while (!atEnd() && accepted.test(peek(0))) {
            skip(1);
        }
        return text.substring(start, at);
    }

    /** What the pattern matches from here, taken; empty where it does not match. */
    public String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        skip(matcher.end() - at);
        return matcher.group();
    }

    /** The first of the symbols that stands here, longest first, taken. */
    public Token symbol(Iterable<String> longestFirst) {
        for (String symbol : longestFirst) {
            if (startsWith(symbol)) {
                Token token = token(Kind.SYMBOL, symbol, column());
                skip(symbol.length());
                return token;
            }
        }
        throw refused("syntax error: unexpected " + peek(0));
    }

    /** A string of Go: in double quotes with escapes, or raw in back quotes. */
    public Token string() {
        char quote = peek(0);
        QueryRefused notClosed = refused("literal not terminated");
        Token start = token(Kind.STRING, "", column());
        skip(1);
        StringBuilder value = new StringBuilder();
        while (peek(0) != quote || atEnd()) {
            if (atEnd() || (quote == '"' && peek(0) == '\n')) {
                throw notClosed;
            }
            if (quote == '"' && peek(0) == '\\') {
                skip(1);
                escape(value);
            } else {
                value.append(peek(0));
                skip(1);
            }
        }
        skip(1);
        return new Token(Kind.STRING, value.toString(), start.line(), start.column());
    }

    private void escape(StringBuilder value) {
        char letter = peek(0);
        switch (letter) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'v' -> value.append('\u000b');
            case '\\', '"', '\'' -> value.append(letter);
            case 'x' -> codePoint(value, 2);
            case 'u' -> codePoint(value, 4);
            case 'U' -> codePoint(value, 8);
            default -> throw refused("invalid char escape");
        }
        skip(1);
    }

    private void codePoint(StringBuilder value, int digits) {
        try {
            value.appendCodePoint(Integer.parseInt(text.substring(at + 1, at + 1 + digits), 16));
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            throw refused("invalid char escape");
        }
        skip(digits);
    }
}
