package io.lokitempo.upstream;

import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.Reply.Unavailable;
import java.time.Duration;

/**
 * How one attempt ended.
 *
 * @param isWorthRepeating whether the same request may fare better in a moment
 * @param pause that the server asked for; zero where it named none
 */
record Attempt<T>(Reply<T> reply, boolean isWorthRepeating, Duration pause) {
    static <T> Attempt<T> last(Reply<T> reply) {
        return new Attempt<>(reply, false, Duration.ZERO);
    }

    static <T> Attempt<T> last(Reason reason, String message) {
        return last(new Unavailable<>(reason, message));
    }

    static <T> Attempt<T> repeatable(Reason reason, String message) {
        return new Attempt<>(new Unavailable<>(reason, message), true, Duration.ZERO);
    }

    /** What an attempt says about the server's health. */
    enum Health {
        WELL,
        ILL,
        UNTOLD
    }

    Health health() {
        return switch (reply) {
            case Answered<T> _, Refused<T> _ -> Health.WELL;
            case Unavailable<T>(Reason reason, String _) ->
                switch (reason) {
                    case UNREACHABLE, TIMEOUT, SERVER_ERROR -> Health.ILL;
                    // one heavy query, one greedy tenant or one page of a proxy must not end everybody's calls
                    case RATE_LIMITED, CUT_OFF, UNREADABLE, CIRCUIT_OPEN, BUSY -> Health.UNTOLD;
                };
        };
    }
}
