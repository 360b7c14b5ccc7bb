package io.lokitempo.lab.standin.query;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 10KB} (1,000s) and {@code 5MiB} (1,024s). */
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+) ?([a-zA-Z]+)");
    private static final Map<String, Double> BYTES = Map.ofEntries(
            Map.entry("b", 1d),
            Map.entry("k", 1e3),
            Map.entry("kb", 1e3),
            Map.entry("mb", 1e6),
            Map.entry("gb", 1e9),
            Map.entry("tb", 1e12),
            Map.entry("kib", 0x1p10),
            Map.entry("mib", 0x1p20),
            Map.entry("gib", 0x1p30),
            Map.entry("tib", 0x1p40));

    private ByteSize() {}

    /** Empty for text that is no number with a unit of bytes. */
    public static OptionalDouble parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalDouble.empty();
        }
        Double unit = BYTES.get(size.group(2).toLowerCase(Locale.ROOT));
        return unit == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(size.group(1)) * unit);
    }
}
