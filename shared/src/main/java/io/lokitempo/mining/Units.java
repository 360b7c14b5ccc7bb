package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/** Units of time and of amounts of data behind a number. */
final class Units {
    private static final int LONGEST = 5;
    private static final long[] TIME = Chars.packed(
            "ns", "us", "ms", "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "d", "msec", "usec");
    private static final long[] DATA = Chars.packed(
            "B", "b", "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "K", "M", "G", "T", "Ki", "Mi",
            "Gi", "bytes", "Bytes", "KB/s", "MB/s");

    private Units() {}

    /** What a number with this unit is: {@link Mask#DURATION}, {@link Mask#SIZE}, or null where it is no unit. */
    static @Nullable Mask of(char[] text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > LONGEST) {
            return null;
        }
        if (Chars.isIn(TIME, text, start, end) || (length == 2 && isMicro(text[start]) && text[start + 1] == 's')) {
            return Mask.DURATION;
        }
        if (Chars.isIn(DATA, text, start, end)) {
            return Mask.SIZE;
        }
        return isCompound(text, start, end) ? Mask.DURATION : null;
    }

    private static boolean isMicro(char c) {
        return c == Chars.MICRO || c == Chars.MU;
    }

    /** The rest of {@code 1h30m} or {@code 2m5.5s}. */
    private static boolean isCompound(char[] text, int start, int end) {
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
