package io.lokitempo.upstream;

import java.time.Duration;

/** Hears of every call's end, for counters. Called on the caller's thread. */
@FunctionalInterface
public interface CallListener {
    CallListener NONE = (_, _, _, _) -> {};

    /**
     * @param operation the request's name, {@code query_range} for one
     * @param outcome {@code answered}, {@code refused}, or a {@link Reply.Reason} in lower case
     * @param attempts made, at least 1; one more than the retries
     * @param took from the call to its end, pauses included
     */
    void ended(String operation, String outcome, int attempts, Duration took);

    /**
     * The server turned an attempt away as one too many (429); the call itself may still be answered.
     *
     * @param pause that the server asked for by {@code Retry-After}; zero where it named none
     */
    default void limited(Duration pause) {}
}
