package io.lokitempo.lab.standin.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go and Prometheus write them, in nanoseconds.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|μs|ms|s|m|h|d|w|y)");
    private static final Pattern UNKNOWN_UNIT = Pattern.compile("[0-9.]+([a-zA-Z]+)");
    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("μs", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("w", 604_800_000_000_000L),
            Map.entry("y", 31_536_000_000_000_000L));

    private GoDuration() {}

    /** {@code 5m}, {@code 1h30m}, {@code 1.5s}, {@code -3ms}, {@code 2d}; empty for anything else. */
    public static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        String unsigned = negative ? text.substring(1) : text;
        if (unsigned.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher part = PART.matcher(unsigned);
        BigDecimal sum = BigDecimal.ZERO;
        int read = 0;
        while (part.find() && part.start() == read) {
            Long unit = NANOS.get(part.group(2));
            if (unit == null) {
                return OptionalLong.empty();
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            read = part.end();
        }
        if (read == 0 || read != unsigned.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return OptionalLong.empty();
        }
        long nanos = sum.longValue();
        return OptionalLong.of(negative ? -nanos : nanos);
    }

    /** What Go says of text that is no duration. */
    public static String complaint(String text) {
        Matcher unit = UNKNOWN_UNIT.matcher(text);
        return unit.matches()
                ? "unknown unit \"" + unit.group(1) + "\" in duration \"" + text + "\""
                : "not a valid duration string: \"" + text + "\"";
    }

    /** As Go prints it: {@code 1h0m0s}, {@code 1.5s}, {@code 175ms}, {@code 0s}. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        long size = Math.abs(nanos);
        String sign = nanos < 0 ? "-" : "";
        if (size < 1_000L) {
            return sign + size + "ns";
        }
        if (size < 1_000_000L) {
            return sign + scaled(size, 1_000L) + "µs";
        }
        if (size < 1_000_000_000L) {
            return sign + scaled(size, 1_000_000L) + "ms";
        }
        long hours = size / 3_600_000_000_000L;
        long minutes = size / 60_000_000_000L % 60;
        String seconds = scaled(size % 60_000_000_000L, 1_000_000_000L) + "s";
        return sign + (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String scaled(long nanos, long unit) {
        BigDecimal value = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit), 9, RoundingMode.UNNECESSARY);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
