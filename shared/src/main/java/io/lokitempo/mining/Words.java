package io.lokitempo.mining;

import org.jspecify.annotations.Nullable;

/** Tells what a single word is by its characters. */
final class Words {
    /** Where the mask for digits stands inside a technical word, as in {@code node-<num>}. */
    static final String DIGITS = Mask.NUM.text();

    private Words() {}

    /** Adds the word between {@code start} and {@code end} whose characters have these flags; it holds no colon. */
    static void add(Tokens tokens, int start, int end, int flags, boolean spaced) {
        char[] text = tokens.text;
        if ((flags & (Chars.DIGIT | Chars.INNER | Chars.SLASH)) == 0) {
            tokens.add(Tokens.HARD, start, end, spaced);
        } else if ((flags & (Chars.LETTER | Chars.DIGIT)) == 0) {
            tokens.add(Tokens.MARK, start, end, spaced);
        } else if ((flags & Chars.DIGIT) == 0) {
            if (isPath(text, start, end)) {
                tokens.addVariable(Mask.PATH, start, end, spaced);
            } else if (isEmail(text, start, end)) {
                tokens.addVariable(Mask.EMAIL, start, end, spaced);
            } else {
                tokens.add(isProse(text, start, end) ? Tokens.HARD : Tokens.SOFT, start, end, spaced);
            }
        } else {
            addWithDigits(tokens, start, end, flags, spaced);
        }
    }

    private static void addWithDigits(Tokens tokens, int start, int end, int flags, boolean spaced) {
        char[] text = tokens.text;
        if (text[start] == '<' && end - start == DIGITS.length()) {
            tokens.addVariable(Mask.NUM, start, end, spaced);
            return;
        }
        int sign = text[start] == '-' || text[start] == '+' ? start + 1 : start;
        Mask mask = number(text, sign, end, flags);
        if (mask == null) {
            mask = typed(text, start, end);
        }
        if (mask == null) {
            tokens.add(Tokens.SOFT, start, end, spaced);
        } else {
            tokens.addVariable(mask, start, end, spaced);
        }
    }

    private static @Nullable Mask typed(char[] text, int start, int end) {
        if (isPath(text, start, end)) {
            return Mask.PATH;
        }
        int length = end - start;
        if (length == 36 && isUuid(text, start)) {
            return Mask.UUID;
        }
        if (isAddress(text, start, end) || isHex(text, start, end)) {
            return Mask.HEX;
        }
        return isEmail(text, start, end) ? Mask.EMAIL : null;
    }

    /** A number, an address of four numbers, or a number with its unit; null for anything else. */
    private static @Nullable Mask number(char[] text, int start, int end, int flags) {
        int dots = 0;
        int i = start;
        while (i < end
                && (Chars.isDigit(text[i])
                        || (text[i] == '.' && i > start && i + 1 < end && Chars.isDigit(text[i + 1])))) {
            dots += text[i] == '.' ? 1 : 0;
            i++;
        }
        if (i == start) {
            return null;
        }
        if (i == end) {
            return dots == 3 && end - start <= 15 ? Mask.IP : Mask.NUM;
        }
        if (dots > 1 || (flags & Chars.SLASH) != 0) {
            return dots == 3 && text[i] == '/' && end - i <= 3 ? Mask.IP : null;
        }
        if (text[i] == '%') {
            return i + 1 == end ? Mask.NUM : null;
        }
        return exponentEnd(text, i, end) == end ? Mask.NUM : Units.of(text, i, end);
    }

    private static int exponentEnd(char[] text, int from, int end) {
        int i = from;
        if ((text[i] | 0x20) == 'e' && i + 2 < end && (text[i + 1] == '-' || text[i + 1] == '+')) {
            i += 2;
            while (i < end && Chars.isDigit(text[i])) {
                i++;
            }
        }
        return i;
    }

    /** {@code /a/b}, {@code ./a}, {@code ../a}, {@code ~/a}, {@code \\host\a}. */
    private static boolean isPath(char[] text, int start, int end) {
        int i = start;
        while (i < end && i < start + 2 && (text[i] == '.' || text[i] == '~')) {
            i++;
        }
        return end - i > 1 && (text[i] == '/' || (i == start && text[i] == '\\'));
    }

    private static boolean isEmail(char[] text, int start, int end) {
        int at = start;
        while (at < end && text[at] != '@') {
            at++;
        }
        int dot = at;
        while (dot < end && text[dot] != '.') {
            dot++;
        }
        return at > start && dot > at + 1 && dot + 1 < end;
    }

    private static boolean isUuid(char[] text, int start) {
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text[start + i] != '-' : !Chars.isHexDigit(text[start + i])) {
                return false;
            }
        }
        return true;
    }

    /** An address: {@code 0x7f3a}, {@code @0x7f3a}. */
    private static boolean isAddress(char[] text, int start, int end) {
        int from = text[start] == '@' ? start + 1 : start;
        return end - from > 2 && text[from] == '0' && (text[from + 1] | 0x20) == 'x' && isAllHex(text, from + 2, end);
    }

    /** At least six hex digits; the caller has seen a decimal one. */
    private static boolean isHex(char[] text, int start, int end) {
        return end - start >= 6 && isAllHex(text, start, end);
    }

    private static boolean isAllHex(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isHexDigit(text[i])) {
                return false;
            }
        }
        return true;
    }

    /** Letters alone: a joint of any kind ({@code read-only}, {@code kube-proxy}, {@code a/b}) makes a name of a word. */
    private static boolean isProse(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if ((Chars.of(text[i]) & (Chars.INNER | Chars.SLASH)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the program itself may have written the word: without digits, or the mask that stands for them, and no address. */
    static boolean mayBeLabel(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (Chars.isDigit(c) || c == '<' || c == '@' || c == '/') {
                return false;
            }
        }
        return true;
    }
}
