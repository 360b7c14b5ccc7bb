package io.lokitempo.mcp.answer;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as short as they can be read without loss that matters: three significant digits, units that fit. */
public final class Numbers {
    private static final MathContext THREE = new MathContext(3);
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Numbers() {}

    /** Three significant digits; whole numbers below a million keep all of theirs. Never in exponents. */
    public static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal shown = new BigDecimal(value, THREE);
        if (shown.precision() - shown.scale() > 3) {
            return Long.toString(Math.round(value));
        }
        return shown.stripTrailingZeros().toPlainString();
    }

    /** {@code 340us}, {@code 88ms}, {@code 1.84s}, {@code 2m10s}, {@code 3h5m}. */
    public static String millis(double millis) {
        if (millis < 1 && millis > 0) {
            return plain(millis * 1e3) + "us";
        }
        if (millis < 1e3) {
            return plain(millis) + "ms";
        }
        if (millis < 6e4) {
            return plain(millis / 1e3) + "s";
        }
        long seconds = Math.round(millis / 1e3);
        if (seconds < 3_600) {
            return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 1_440) {
            return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
        }
        long hours = Math.round(minutes / 60.0);
        return hours / 24 + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    }

    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Decimal units: {@code 512B}, {@code 33.8kB}, {@code 20GB}. */
    public static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return plain(value) + BYTE_UNITS[unit];
    }

    /** A number of JSON: four significant digits, whole numbers exact. */
    static String json(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
