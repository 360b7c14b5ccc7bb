package io.lokitempo.lab.shop.style;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * A timestamp's format, fast where times are near each other: a second is formatted once. What stands before {@code '#'}
 * in the pattern is followed by the fraction, then by the rest.
 */
final class Stamp {
    private static final int KEPT = 256;

    private final DateTimeFormatter before;
    private final DateTimeFormatter after;
    private final int digits;
    private final ZoneId zone;
    private final long[] seconds = new long[KEPT];
    private final Formatted[] formatted = new Formatted[KEPT];

    private record Formatted(String before, String after) {}

    Stamp(String pattern, int digits, ZoneId zone) {
        String[] sides = pattern.split("#", 2);
        this.before = DateTimeFormatter.ofPattern(sides[0], Locale.ENGLISH);
        this.after = DateTimeFormatter.ofPattern(sides.length < 2 ? "" : sides[1], Locale.ENGLISH);
        this.digits = digits;
        this.zone = zone;
    }

    void write(long nanos, StringBuilder out) {
        long second = Math.floorDiv(nanos, 1_000_000_000L);
        Formatted parts = of(second);
        out.append(parts.before);
        long fraction = Math.floorMod(nanos, 1_000_000_000L);
        long unit = 100_000_000L;
        for (int i = 0; i < digits; i++) {
            out.append((char) ('0' + fraction / unit % 10));
            unit /= 10;
        }
        out.append(parts.after);
    }

    private Formatted of(long second) {
        int slot = (int) (second & (KEPT - 1));
        Formatted known = formatted[slot];
        if (known == null || seconds[slot] != second) {
            var time = Instant.ofEpochSecond(second).atZone(zone);
            known = new Formatted(before.format(time), after.format(time));
            seconds[slot] = second;
            formatted[slot] = known;
        }
        return Objects.requireNonNull(known);
    }
}
