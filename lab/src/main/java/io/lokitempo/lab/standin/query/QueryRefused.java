package io.lokitempo.lab.standin.query;

/** A query that is not answered, with the words for whoever asked. */
public final class QueryRefused extends RuntimeException {
    /** Why, as far as the answer depends on it. */
    public enum Cause {
        SYNTAX,
        INVALID,
        UNSUPPORTED,
        TOO_HEAVY
    }

    private final Cause reason;
    private final String words;

    private QueryRefused(Cause reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.words = message;
    }

    /** What the client reads. */
    public String words() {
        return words;
    }

    public Cause reason() {
        return reason;
    }

    /** The text does not follow the grammar at a token. */
    public static QueryRefused at(int line, int column, String problem) {
        return new QueryRefused(Cause.SYNTAX, "parse error at line %d, col %d: %s".formatted(line, column, problem));
    }

    /** The text is a query, but not one that means anything. */
    public static QueryRefused invalid(String message) {
        return new QueryRefused(Cause.INVALID, message);
    }

    /** The real server would answer; the stand-in says that it does not. */
    public static QueryRefused unsupported(String what, String supported) {
        return new QueryRefused(Cause.UNSUPPORTED, "stand-in: " + what + " is not supported; supported: " + supported);
    }

    public static QueryRefused tooHeavy(String message) {
        return new QueryRefused(Cause.TOO_HEAVY, message);
    }
}
