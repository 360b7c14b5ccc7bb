package io.lokitempo.mining;

/** Terminal colours and cursor movements. */
final class Ansi {
    static final char ESCAPE = 27;

    private Ansi() {}

    /** Removes escape sequences in place; returns the new length. */
    static int strip(char[] text, int length) {
        int to = 0;
        int from = 0;
        while (from < length) {
            if (text[from] == ESCAPE) {
                from = sequenceEnd(text, from + 1, length);
            } else {
                text[to++] = text[from++];
            }
        }
        return to;
    }

    /** Behind {@code [ parameters letter}, or behind one character. */
    private static int sequenceEnd(char[] text, int from, int length) {
        if (from >= length || text[from] != '[') {
            return Math.min(from + 1, length);
        }
        int at = from + 1;
        while (at < length && !(text[at] >= '@' && text[at] <= '~')) {
            at++;
        }
        return Math.min(at + 1, length);
    }
}
