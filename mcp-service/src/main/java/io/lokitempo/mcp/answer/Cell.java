package io.lokitempo.mcp.answer;

import java.time.Instant;

/** A value of a table; its {@link Column} says what it means and how it is written. */
public sealed interface Cell {
    record Word(String text) implements Cell {}

    record Amount(double value) implements Cell {}

    record Moment(Instant at) implements Cell {}

    /** Nothing to say: {@code -} in text, an empty string in JSON, where tables have no nulls. */
    record Blank() implements Cell {}

    Cell BLANK = new Blank();

    static Cell of(String text) {
        return text.isEmpty() ? BLANK : new Word(text);
    }

    static Cell of(double value) {
        return Double.isNaN(value) ? BLANK : new Amount(value);
    }

    static Cell of(long value) {
        return new Amount((double) value);
    }

    static Cell of(Instant at) {
        return new Moment(at);
    }
}
