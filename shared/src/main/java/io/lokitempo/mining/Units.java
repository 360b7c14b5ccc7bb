package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/** Units of time and of amounts of data behind a number. */
final class Units {
    private Units() {}

    /** What a number with this unit is: {@link Mask#DURATION}, {@link Mask#SIZE}, or null where it is no unit. */
    static @Nullable Mask of(char[] text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 5) {
            return null;
        }
        return switch (new String(text, start, length)) {
            case "ns",
                    "us",
                    "µs",
                    "μs",
                    "ms",
                    "s",
                    "sec",
                    "secs",
                    "m",
                    "min",
                    "mins",
                    "h",
                    "hr",
                    "hrs",
                    "d",
                    "msec",
                    "usec" -> Mask.DURATION;
            case "B",
                    "b",
                    "kB",
                    "KB",
                    "MB",
                    "GB",
                    "TB",
                    "PB",
                    "KiB",
                    "MiB",
                    "GiB",
                    "TiB",
                    "K",
                    "M",
                    "G",
                    "T",
                    "Ki",
                    "Mi",
                    "Gi",
                    "bytes",
                    "Bytes",
                    "KB/s",
                    "MB/s" -> Mask.SIZE;
            default -> compound(text, start, end) ? Mask.DURATION : null;
        };
    }

    /** The rest of {@code 1h30m} or {@code 2m5.5s}. */
    private static boolean compound(char[] text, int start, int end) {
        int i = start;
        boolean digits = false;
        while (i < end) {
            char c = text[i];
            digits |= Chars.isDigit(c);
            if (!Chars.isDigit(c) && c != '.' && "hms".indexOf(c) < 0) {
                return false;
            }
            i++;
        }
        return digits && !Chars.isDigit(text[end - 1]);
    }
}
