package io.lokitempo.upstream;

/** The string literal that LogQL and TraceQL share: Go's interpreted string. */
public final class QuotedString {
    private QuotedString() {}

    /**
     * {@code text} in double quotes. Quotes, backslashes, control characters and unpaired surrogates are escaped, so
     * that the literal ends where the text ends whatever it holds.
     *
     * @see <a href="https://go.dev/ref/spec#String_literals">Go string literals</a>
     */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (c < 0x20 || c == 0x7f) {
                    quoted.append(String.format("\\u%04x", c));
                } else if (Character.getType(c) == Character.SURROGATE) {
                    quoted.append('\ufffd');
                } else {
                    quoted.appendCodePoint(c);
                }
            }
        }
    }
}
