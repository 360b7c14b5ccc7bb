package io.lokitempo.mcp.live;

import java.util.List;

/**
 * Something that lines or spans can be filtered by.
 *
 * @param type string, int, float, boolean, duration or bytes; empty where not told
 * @param distinct how many values there are; -1 where not told. Of logs about, from a sample of lines
 * @param values some, those known to be frequent first; counts NaN where not counted
 * @param filter the piece of LogQL or TraceQL that filters by it, with {@code VALUE} in its place
 */
public record Field(String name, Place place, String type, long distinct, List<Value> values, String filter) {
    /** Values that are asked for. */
    public static final int MOST_VALUES = 100;

    /** Where a field is kept, which decides how it is filtered by. */
    public enum Place {
        /** Of a log stream: indexed, cheapest. */
        LABEL,
        /** Structured metadata of a line. */
        METADATA,
        /** In the line's text, found by parsing it. */
        PARSED,
        RESOURCE,
        SPAN,
        EVENT,
        LINK,
        INSTRUMENTATION,
        /** Of every span, such as its name and status. */
        INTRINSIC
    }

    /** @param count lines or spans; NaN where not counted */
    public record Value(String text, double count) {}

    public Field {
        values = List.copyOf(values);
    }

    Field with(List<Value> found) {
        return new Field(name, place, type, Math.max(distinct, found.size()), found, filter);
    }
}
