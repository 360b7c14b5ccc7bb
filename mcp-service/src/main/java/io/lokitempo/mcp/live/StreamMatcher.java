package io.lokitempo.mcp.live;

import io.lokitempo.loki.LogQl;

/**
 * A condition of a stream selector.
 *
 * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
 */
public record StreamMatcher(String label, String operator, String value) {
    static StreamMatcher equal(String label, String value) {
        return new StreamMatcher(label, "=", value);
    }

    /** Whether no stream can fit both. */
    boolean contradicts(StreamMatcher other) {
        return label.equals(other.label)
                && operator.equals("=")
                && other.operator.equals("=")
                && !value.equals(other.value);
    }

    @Override
    public String toString() {
        return label + operator + LogQl.quoted(value);
    }
}
