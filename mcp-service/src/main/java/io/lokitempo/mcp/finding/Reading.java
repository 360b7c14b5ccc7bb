package io.lokitempo.mcp.finding;

import java.util.Optional;
import java.util.function.Function;

/**
 * How reading findings ended.
 *
 * @param <T> what was asked for
 */
public sealed interface Reading<T> {
    record Read<T>(T value) implements Reading<T> {}

    /**
     * The findings cannot be read now.
     *
     * @param why for a person: what is missing and what to do
     */
    record Missing<T>(String why) implements Reading<T> {}

    default <R> Reading<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Read<T>(T value) -> new Read<>(change.apply(value));
            case Missing<T>(String why) -> new Missing<>(why);
        };
    }

    default <R> Reading<R> flatMap(Function<? super T, Reading<R>> next) {
        return switch (this) {
            case Read<T>(T value) -> next.apply(value);
            case Missing<T>(String why) -> new Missing<>(why);
        };
    }

    /** The value where it was read, else empty: for answers that are complete without it. */
    default Optional<T> found() {
        return this instanceof Read<T> read ? Optional.of(read.value()) : Optional.empty();
    }

    default Optional<String> whyMissing() {
        return this instanceof Missing<T> missing ? Optional.of(missing.why()) : Optional.empty();
    }
}
