package io.lokitempo.telemetry;

/** A span's id as 16 lower-case hexadecimal digits. */
public record SpanId(String hex) {
    static final int DIGITS = 16;

    public SpanId {
        if (hex.length() != DIGITS || !Hex.isLowerHex(hex)) {
            throw new IllegalArgumentException("span id \"" + Hex.shown(hex) + "\": 16 lower-case hex digits expected");
        }
    }

    /**
     * Reads an id of 1 to 16 hex digits of either case, padding zeros in front.
     *
     * @throws IllegalArgumentException where {@code text} is empty, longer, or not hexadecimal
     */
    public static SpanId of(String text) {
        return new SpanId(Hex.padded(text, DIGITS, "span id"));
    }

    @Override
    public String toString() {
        return hex;
    }
}
