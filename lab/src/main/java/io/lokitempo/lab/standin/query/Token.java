package io.lokitempo.lab.standin.query;

import java.util.Set;

/**
 * A word of a query.
 *
 * @param text as written; of a string, what it means
 * @param column of its first character, from 1
 */
public record Token(Kind kind, String text, int line, int column) {
    /** Kinds named as the real parsers name them. */
    public enum Kind {
        IDENTIFIER,
        STRING,
        NUMBER,
        DURATION,
        BYTES,
        RANGE,
        ATTRIBUTE,
        KEYWORD,
        SYMBOL,
        END
    }

    public boolean is(String keywordOrSymbol) {
        return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equals(keywordOrSymbol);
    }

    public boolean isAny(Set<String> keywordsOrSymbols) {
        return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && keywordsOrSymbols.contains(text);
    }

    private String shown() {
        return switch (kind) {
            case END -> "$end";
            case KEYWORD, SYMBOL -> text;
            case ATTRIBUTE -> text.substring(0, text.indexOf('.') + 1);
            case IDENTIFIER, STRING, NUMBER, DURATION, BYTES, RANGE -> kind.name();
        };
    }

    public QueryRefused unexpected() {
        return QueryRefused.at(line, column, "syntax error: unexpected " + shown());
    }

    public QueryRefused unexpected(String expecting) {
        return QueryRefused.at(line, column, "syntax error: unexpected " + shown() + ", expecting " + expecting);
    }
}
