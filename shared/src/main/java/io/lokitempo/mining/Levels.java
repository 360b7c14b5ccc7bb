package io.lokitempo.mining;

import io.lokitempo.telemetry.LogLevel;

/** Level words in a line's head. */
final class Levels {
    private static final int LONGEST = 13;

    private Levels() {}

    /** Whether the word names a level and is written as loggers write it: in capitals, or {@code anyCase}. */
    static boolean isLevel(char[] text, int start, int end, boolean anyCase) {
        int length = end - start;
        if (length < 3 || length > LONGEST) {
            return false;
        }
        if (!anyCase && !isUpper(text, start, end)) {
            return false;
        }
        return LogLevel.of(new String(text, start, length)) != LogLevel.UNKNOWN;
    }

    static boolean isUpper(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isUpper(text[i])) {
                return false;
            }
        }
        return true;
    }

    /** One capital letter that stands for a level. */
    static boolean isLetter(char c) {
        return "VTDIWEFC".indexOf(c) >= 0;
    }
}
