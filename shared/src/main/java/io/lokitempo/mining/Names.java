package io.lokitempo.mining;

/**
 * Tells plain words that name somebody or something of this line alone by the words around them. Such a word is shown until
 * another stands in its place.
 */
final class Names {
    private static final long[] BEFORE_USER = Chars.packed("for", "by", "of", "as", "to", "from", "invalid", "unknown");
    private static final long[] BEFORE_WHO = Chars.packed("for", "by", "of");
    private static final long USER = packed("user");
    private static final long FROM = packed("from");

    private Names() {}

    private static long packed(String word) {
        return Chars.packed(word.toCharArray(), 0, word.length());
    }

    /** Whether token {@code i}, a plain word, is such a name; {@code out} is what precedes it. */
    static boolean isName(Tokens in, Tokens out, int i) {
        int last = out.size - 1;
        if (last < 0) {
            return false;
        }
        if (out.kind[last] == Tokens.MARK) {
            return isBracketed(in, out, i, last);
        }
        if (out.kind[last] != Tokens.HARD || !in.spaced[i]) {
            return false;
        }
        return switch (out.end[last] - out.start[last]) {
            case 4 -> isUser(out, last);
            case 2, 3 -> isWho(in, out, i, last);
            default -> false;
        };
    }

    /** {@code for user bob}. */
    private static boolean isUser(Tokens out, int last) {
        return is(out, last, USER) && last > 0 && out.kind[last - 1] == Tokens.HARD && isIn(out, last - 1, BEFORE_USER);
    }

    /** {@code for bob from 10.0.0.7}. */
    private static boolean isWho(Tokens in, Tokens out, int i, int last) {
        return i + 2 < in.size && is(in, i + 1, FROM) && in.kind[i + 2] != Tokens.HARD && isIn(out, last, BEFORE_WHO);
    }

    /** {@code in [bob]}, or {@code (bob)} in front of all or behind a number that says the same. */
    private static boolean isBracketed(Tokens in, Tokens out, int i, int last) {
        if (in.spaced[i] || i + 1 >= in.size || in.spaced[i + 1]) {
            return false;
        }
        if (out.isMark(last, '[')) {
            return in.isMark(i + 1, ']') && last > 0 && out.spaced[last];
        }
        return out.isMark(last, '(') && in.isMark(i + 1, ')') && (last == 0 || isNumber(out, last - 1));
    }

    private static boolean isNumber(Tokens out, int i) {
        return out.kind[i] == Tokens.VARIABLE && out.mask[i] == Mask.NUM;
    }

    private static boolean is(Tokens tokens, int i, long word) {
        return tokens.kind[i] == Tokens.HARD && Chars.packed(tokens.text, tokens.start[i], tokens.end[i]) == word;
    }

    private static boolean isIn(Tokens tokens, int i, long[] words) {
        return Chars.isIn(words, tokens.text, tokens.start[i], tokens.end[i]);
    }
}
