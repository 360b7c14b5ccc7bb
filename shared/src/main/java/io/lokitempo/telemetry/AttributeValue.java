package io.lokitempo.telemetry;

/** A typed attribute of a span, a resource or an event. Arrays and maps arrive as {@link Text} holding their JSON. */
public sealed interface AttributeValue {
    /** The value as it is shown and compared with text. */
    String text();

    record Text(String text) implements AttributeValue {}

    record Whole(long value) implements AttributeValue {
        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    record Decimal(double value) implements AttributeValue {
        @Override
        public String text() {
            return Double.toString(value);
        }
    }

    record Flag(boolean value) implements AttributeValue {
        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }
}
