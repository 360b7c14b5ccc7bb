package io.lokitempo.lab.standin.query;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers read and written, and refused, as Go's strconv does. */
public final class GoNumber {
    private static final Pattern FLOAT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private GoNumber() {}

    public static OptionalDouble parseDouble(String text) {
        return FLOAT.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text))
                : switch (text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text) {
                    case "Inf", "inf" ->
                        OptionalDouble.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
                    case "NaN", "nan" -> OptionalDouble.of(Double.NaN);
                    default -> OptionalDouble.empty();
                };
    }

    public static OptionalLong parseLong(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** What Go's {@code function} says of text that is no number. */
    public static String invalid(String function, String text) {
        return "strconv." + function + ": parsing \"" + text + "\": invalid syntax";
    }

    /** The shortest digits that read back as the same number, never with an exponent. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
