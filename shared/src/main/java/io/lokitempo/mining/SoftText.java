package io.lokitempo.mining;

/** Technical words with every run of digits as one character, so that {@code node-17} and {@code node-4} are one. */
final class SoftText {
    static final String DIGITS = "\0";

    private SoftText() {}

    static String pattern(char[] text, int start, int end) {
        StringBuilder pattern = new StringBuilder(end - start);
        int i = start;
        while (i < end) {
            int run = digitsEnd(text, i, end);
            pattern.append(run > i ? '\0' : text[i]);
            i = run > i ? run : i + 1;
        }
        return pattern.toString();
    }

    /** Writes the pattern as a template shows it. */
    static void render(char[] text, int start, int end, TextBuffer out) {
        int from = start;
        int i = start;
        while (i < end) {
            int run = digitsEnd(text, i, end);
            if (run == i && text[i] != '\0') {
                i++;
                continue;
            }
            out.append(text, from, i);
            out.append(Words.DIGITS);
            i = Math.max(run, i + 1);
            from = i;
        }
        out.append(text, from, end);
    }

    static boolean matches(char[] text, int start, int end, char[] pattern) {
        int at = 0;
        int i = start;
        while (i < end && at < pattern.length) {
            int run = digitsEnd(text, i, end);
            if (pattern[at++] != (run > i ? '\0' : text[i])) {
                return false;
            }
            i = run > i ? run : i + 1;
        }
        return i == end && at == pattern.length;
    }

    /** Whether two stretches of a text have the same pattern. */
    static boolean alike(char[] text, int start, int end, int otherStart, int otherEnd) {
        int i = start;
        int j = otherStart;
        while (i < end && j < otherEnd) {
            int run = digitsEnd(text, i, end);
            int otherRun = digitsEnd(text, j, otherEnd);
            if (run > i != otherRun > j || (run == i && text[i] != text[j])) {
                return false;
            }
            i = run > i ? run : i + 1;
            j = otherRun > j ? otherRun : j + 1;
        }
        return i == end && j == otherEnd;
    }

    /** Behind digits, with their sign where a name precedes ({@code blk_-17}), or behind the mask that stands for them. */
    private static int digitsEnd(char[] text, int from, int end) {
        boolean signed = text[from] == '-'
                && from > 0
                && text[from - 1] == '_'
                && from + 1 < end
                && (Chars.isDigit(text[from + 1]) || isMask(text, from + 1, end));
        int i = signed ? from + 1 : from;
        while (i < end && (Chars.isDigit(text[i]) || isMask(text, i, end))) {
            i += text[i] == '<' ? Words.DIGITS.length() : 1;
        }
        return i;
    }

    private static boolean isMask(char[] text, int i, int end) {
        return text[i] == '<'
                && end - i >= Words.DIGITS.length()
                && text[i + 1] == 'n'
                && text[i + 2] == 'u'
                && text[i + 3] == 'm'
                && text[i + 4] == '>';
    }
}
