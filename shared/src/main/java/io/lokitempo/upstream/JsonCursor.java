package io.lokitempo.upstream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Walks JSON as it arrives. Numbers may come as strings and absent values as null, as servers written in Go send them.
 * A value that the body of a loop leaves alone is skipped.
 */
public final class JsonCursor {
    private final JsonParser parser;

    /** @param parser before the first token */
    public JsonCursor(JsonParser parser) {
        this.parser = parser;
        parser.nextToken();
    }

    /** The names of the object here; the cursor stands at the value of the name that was given out. Null has none. */
    public Iterable<String> fields() {
        return walk(JsonToken.START_OBJECT, () -> {
            String name = parser.nextName();
            if (name != null) {
                parser.nextToken();
            }
            return name;
        });
    }

    /** This cursor at each element of the array here. Null has none. */
    public Iterable<JsonCursor> elements() {
        return walk(JsonToken.START_ARRAY, () -> parser.nextToken() == JsonToken.END_ARRAY ? null : this);
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** The text, number or boolean here as text; null is empty. */
    public String text() {
        return isNull(scalar()) ? "" : parser.getString();
    }

    public boolean flag() {
        return switch (scalar()) {
            case VALUE_NULL -> false;
            case VALUE_STRING -> Boolean.parseBoolean(parser.getString());
            default -> parser.getBooleanValue();
        };
    }

    /** The whole number here, exact over the range of {@code long}; null is 0. */
    public long whole() {
        return switch (scalar()) {
            case VALUE_NULL -> 0;
            case VALUE_STRING -> Long.parseLong(parser.getString());
            default -> parser.getLongValue();
        };
    }

    /** The number here; "NaN", "+Inf" and "-Inf" are read, null is 0. */
    public double decimal() {
        return switch (scalar()) {
            case VALUE_NULL -> 0;
            case VALUE_STRING -> decimal(parser.getString());
            default -> parser.getDoubleValue();
        };
    }

    /** The object here, whose values are scalars. */
    public Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (String name : fields()) {
            texts.put(name, text());
        }
        return Map.copyOf(texts);
    }

    /** The array here, whose elements are scalars. */
    public List<String> list() {
        List<String> list = new ArrayList<>();
        for (JsonCursor element : elements()) {
            list.add(element.text());
        }
        return list;
    }

    /** What is thrown where the answer lacks {@code expected}. */
    public StreamReadException unexpected(String expected) {
        return new StreamReadException(parser, expected + " expected, but found " + parser.currentToken());
    }

    private static double decimal(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static boolean isNull(JsonToken token) {
        return token == JsonToken.VALUE_NULL;
    }

    private JsonToken scalar() {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw unexpected("a text or number");
        }
        return token;
    }

    private <T> Iterable<T> walk(JsonToken start, Supplier<@Nullable T> step) {
        JsonToken here = parser.currentToken();
        if (here == start) {
            return () -> new Walk<>(step);
        }
        if (here == JsonToken.VALUE_NULL) {
            return List.of();
        }
        throw unexpected(start == JsonToken.START_OBJECT ? "an object" : "an array");
    }

    /** Steps through one object or array; its end is where a step gives null. */
    private final class Walk<T> implements Iterator<T> {
        private final Supplier<@Nullable T> step;
        private boolean begun;
        private boolean looked;
        private @Nullable T next;

        Walk(Supplier<@Nullable T> step) {
            this.step = step;
        }

        @Override
        public boolean hasNext() {
            if (!looked) {
                if (begun) {
                    parser.skipChildren(); // does nothing where the value was read
                }
                next = step.get();
                begun = true;
                looked = true;
            }
            return next != null;
        }

        @Override
        public T next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            looked = false;
            return next;
        }
    }
}
