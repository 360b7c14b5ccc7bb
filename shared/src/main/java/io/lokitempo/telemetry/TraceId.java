package io.lokitempo.telemetry;

/**
 * A trace's id as 32 lower-case hexadecimal digits. Tempo's search drops leading zeros and logs write ids in any case;
 * {@link #of} brings all of them to one form.
 */
public record TraceId(String hex) {
    static final int DIGITS = 32;

    public TraceId {
        if (hex.length() != DIGITS || !Hex.isLowerHex(hex)) {
            throw new IllegalArgumentException(
                    "trace id \"" + Hex.shown(hex) + "\": 32 lower-case hex digits expected");
        }
    }

    /**
     * Reads an id of 1 to 32 hex digits of either case, padding zeros in front.
     *
     * @throws IllegalArgumentException where {@code text} is empty, longer, or not hexadecimal
     */
    public static TraceId of(String text) {
        return new TraceId(Hex.padded(text, DIGITS, "trace id"));
    }

    @Override
    public String toString() {
        return hex;
    }
}
