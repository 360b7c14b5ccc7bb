package io.lokitempo.mining;

import java.util.Arrays;

/** Classes of characters, one table look-up each. */
final class Chars {
    /** Bits of a word's flags. */
    static final int LETTER = 1;

    static final int DIGIT = 2;
    static final int COLON = 4;
    static final int SLASH = 8;
    static final int INNER = 16;
    static final int WIDE = 32;

    /** Classes that end a word. */
    static final int SPACE = 64;

    static final int BREAK = 128;

    /** The micro sign and the Greek letter that stands for it: part of a unit, {@code 17\u00b5s}. */
    static final char MICRO = '\u00b5';

    static final char MU = '\u03bc';

    private static final short[] KINDS = new short[Character.MAX_VALUE + 1];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = (short) (c < 128 ? ofAscii((char) c) : ofWide((char) c));
        }
    }

    private Chars() {}

    static int of(char c) {
        return KINDS[c];
    }

    private static int ofAscii(char c) {
        if (c <= ' ' || c == 127) {
            return SPACE;
        }
        if (isDigit(c)) {
            return DIGIT;
        }
        if (isAsciiLetter(c)) {
            return LETTER;
        }
        return switch (c) {
            case ':' -> COLON;
            case '/' -> SLASH;
            case '"', '\'', '`', '<', '>', '[', ']', '(', ')', '{', '}', ',', ';', '|', '=' -> BREAK;
            default -> INNER;
        };
    }

    private static int ofWide(char c) {
        if (c == MICRO || c == MU) {
            return LETTER;
        }
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
            return LETTER | WIDE;
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
            return SPACE;
        }
        return Character.getType(c) == Character.NON_SPACING_MARK ? LETTER | WIDE : BREAK;
    }

    /** Up to eight ASCII characters as one number, for comparing short words without making strings; 0 for any other. */
    static long packed(char[] text, int start, int end) {
        if (end - start > 8) {
            return 0;
        }
        long packed = 0;
        for (int i = start; i < end; i++) {
            if (text[i] >= 128) {
                return 0;
            }
            packed = packed << 8 | text[i];
        }
        return packed;
    }

    /** Short words, sorted for a binary search by {@link #packed}. */
    static long[] packed(String... words) {
        return Arrays.stream(words)
                .mapToLong(word -> packed(word.toCharArray(), 0, word.length()))
                .sorted()
                .toArray();
    }

    static boolean isIn(long[] sorted, char[] text, int start, int end) {
        return Arrays.binarySearch(sorted, packed(text, start, end)) >= 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAsciiLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isHexDigit(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isSpace(char c) {
        return of(c) == SPACE;
    }
}
