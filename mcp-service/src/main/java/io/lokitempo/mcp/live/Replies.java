package io.lokitempo.mcp.live;

import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.util.Locale;

/** Turns what Loki or Tempo would not answer into a refusal in its own words. */
public final class Replies {
    private Replies() {}

    /**
     * The answer with the server's warnings.
     *
     * @param server Loki or Tempo
     * @param sent the query that was sent
     * @throws RefusedException where there is none
     */
    public static <T> Answered<T> answered(Reply<T> reply, String server, String sent) {
        return switch (reply) {
            case Answered<T> answered -> answered;
            case Refused<T> refused -> throw new RefusedException(refusal(refused, server, sent));
            case Unavailable<T> unavailable -> throw new RefusedException(refusal(unavailable, server, sent));
        };
    }

    /** As {@link #answered}, for callers that show no warnings. */
    public static <T> T value(Reply<T> reply, String server, String sent) {
        return answered(reply, server, sent).value();
    }

    /** Tools put a refusal's words into answers too, and a server may repeat a secret. */
    private static String said(String words) {
        return Redaction.standard().apply(words);
    }

    private static Refusal refusal(Refused<?> refused, String server, String sent) {
        if (refused.isUnauthorized()) {
            String keys = server.toUpperCase(Locale.ROOT);
            String what = "%s answered %d: %s. Check TENANT_ID, %s_AUTH_USER and %s_AUTH_PASSWORD or %s_AUTH_TOKEN"
                    .formatted(server, refused.status(), said(refused.message()), keys, keys, keys);
            return new Refusal(Category.UNAUTHORIZED, what, sent, null, false);
        }
        Category category = switch (refused.status()) {
            case 404 -> Category.NOT_FOUND;
            case 413, 422 -> Category.TOO_HEAVY;
            default -> Category.INVALID_QUERY;
        };
        return new Refusal(
                category, server + " answered " + refused.status() + ": " + said(refused.message()), sent, null, false);
    }

    private static Refusal refusal(Unavailable<?> unavailable, String server, String sent) {
        String what = server + ": " + said(unavailable.message());
        return switch (unavailable.reason()) {
            case RATE_LIMITED -> new Refusal(Category.RATE_LIMITED, what, sent, null, true);
            case TIMEOUT -> new Refusal(Category.TIMEOUT, what + "; a shorter time_range is cheaper", sent, null, true);
            case CUT_OFF ->
                new Refusal(
                        Category.TOO_HEAVY,
                        what + "; this is how a query that is too heavy ends, a shorter time_range is cheaper",
                        sent,
                        null,
                        false);
            case UNREACHABLE, SERVER_ERROR, CIRCUIT_OPEN, BUSY ->
                new Refusal(Category.UNAVAILABLE, what, sent, null, true);
            case UNREADABLE -> new Refusal(Category.UNAVAILABLE, what, sent, null, false);
        };
    }
}
