package io.lokitempo.upstream;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a call to Loki or Tempo ended. All three are expected; only bugs throw.
 *
 * @param <T> what the call returns when it succeeds
 */
public sealed interface Reply<T> {
    /**
     * The server answered.
     *
     * @param warnings the server's own words where its answer is partial
     */
    record Answered<T>(T value, List<String> warnings) implements Reply<T> {
        public Answered {
            warnings = List.copyOf(warnings);
        }

        public Answered(T value) {
            this(value, List.of());
        }
    }

    /**
     * The server understood the call and will not answer it; asking again changes nothing.
     *
     * @param status the HTTP status, 400 to 499 but not 429
     * @param message the server's own words, at most 2,000 characters
     */
    record Refused<T>(int status, String message) implements Reply<T> {
        public boolean isUnauthorized() {
            return status == 401 || status == 403;
        }
    }

    /**
     * No answer could be had within the attempts allowed.
     *
     * @param message what happened, with the server's own words where it said any
     */
    record Unavailable<T>(Reason reason, String message) implements Reply<T> {}

    /** Why a server is unavailable. */
    enum Reason {
        /** No connection: wrong host or port, refused, name not found, TLS failure. */
        UNREACHABLE,
        /** No whole answer in time; not repeated, since the same query would take as long again. */
        TIMEOUT,
        /** 429 until the attempts were used up. */
        RATE_LIMITED,
        /** 5xx until the attempts were used up. */
        SERVER_ERROR,
        /** The connection was closed before or in an answer, which is how Loki ends a query that is too heavy for it. */
        CUT_OFF,
        /** The answer is not what this API returns: a proxy's page, cut JSON. */
        UNREADABLE,
        /** Not asked: the last calls failed, and the pause after them is not over. */
        CIRCUIT_OPEN,
        /** Not asked: all allowed calls were under way for the whole timeout. */
        BUSY
    }

    default <R> Reply<R> map(Function<? super T, ? extends R> change) {
        return then(answer -> new Answered<>(change.apply(answer.value()), answer.warnings()));
    }

    /** What comes of the answer, its warnings included; a failure stays what it is. */
    default <R> Reply<R> then(Function<? super Answered<T>, ? extends Reply<R>> next) {
        return switch (this) {
            case Answered<T> answer -> next.apply(answer);
            case Refused<T>(int status, String message) -> new Refused<>(status, message);
            case Unavailable<T>(Reason reason, String message) -> new Unavailable<>(reason, message);
        };
    }

    /** The value where the server answered, else empty: for callers to whom a failure and nothing are the same. */
    default Optional<T> answered() {
        return this instanceof Answered<T> answer ? Optional.of(answer.value()) : Optional.empty();
    }
}
