package io.lokitempo.mcp.answer;

import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer, and what would get one.
 *
 * @param what in plain words, with the position and the upstream's own words where there are any
 * @param sent what was sent, without secrets
 * @param attempt a call that would work, or null
 * @param retry whether the same call may work later
 */
public record Refusal(
        Category category,
        String what,
        String sent,
        @Nullable Call attempt,
        boolean retry) implements Outcome {
    /** What kind of failure it is. */
    public enum Category {
        INVALID_ARGUMENT,
        INVALID_QUERY,
        NOT_FOUND,
        TOO_HEAVY,
        NOT_CONFIGURED,
        NOT_ALLOWED,
        UNAUTHORIZED,
        RATE_LIMITED,
        UNAVAILABLE,
        TIMEOUT,
        INTERNAL
    }

    private static final int MOST = 1_500;

    public Refusal {
        what = Graphemes.cut(Names.escaped(what), MOST);
        sent = Graphemes.cut(Names.escaped(sent), MOST);
    }

    public static Refusal invalid(String what, String sent, @Nullable Call attempt) {
        return new Refusal(Category.INVALID_ARGUMENT, what, sent, attempt, false);
    }
}
