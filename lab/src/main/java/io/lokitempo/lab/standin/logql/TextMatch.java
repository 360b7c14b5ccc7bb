package io.lokitempo.lab.standin.logql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.lokitempo.lab.standin.query.QueryRefused;
import org.jspecify.annotations.Nullable;

/** A comparison with a text or a regular expression (RE2, as in Loki), which must match the whole value. */
public final class TextMatch {
    /** How values are compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        boolean isNegative() {
            return this == NOT_EQUAL || this == MATCHES_NOT;
        }
    }

    private final Operator operator;
    private final String text;
    private final @Nullable Pattern pattern;

    public TextMatch(Operator operator, String text) {
        this.operator = operator;
        this.text = text;
        this.pattern = operator == Operator.MATCHES || operator == Operator.MATCHES_NOT ? regex(text) : null;
    }

    /** Compiles, or refuses in Go's words. */
    static Pattern regex(String text) {
        try {
            Pattern.compile(text); // its complaint shows the text alone, without the flag
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw QueryRefused.invalid("parse error : " + e.getMessage());
        }
    }

    public Operator operator() {
        return operator;
    }

    public String text() {
        return text;
    }

    public boolean test(String value) {
        boolean same = pattern == null ? value.equals(text) : pattern.matches(value);
        return same != operator.isNegative();
    }

    @Override
    public String toString() {
        return operator.symbol() + '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
