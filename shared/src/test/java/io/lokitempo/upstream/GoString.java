package io.lokitempo.upstream;

/** Reads a Go interpreted string as Go's {@code strconv.Unquote} does, so that quoting can be tested against it. */
public final class GoString {
    private GoString() {}

    /** @throws IllegalArgumentException where {@code literal} is not exactly one such string */
    public static String unquote(String literal) {
        if (literal.length() < 2 || literal.charAt(0) != '"' || literal.charAt(literal.length() - 1) != '"') {
            throw new IllegalArgumentException("no quotes around " + literal);
        }
        StringBuilder text = new StringBuilder();
        int end = literal.length() - 1;
        int i = 1;
        while (i < end) {
            char c = literal.charAt(i++);
            if (c == '"' || c == '\n') {
                throw new IllegalArgumentException("bare quote or newline in " + literal);
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = i < end ? literal.charAt(i++) : '?';
            int digits = switch (kind) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                default -> 0;
            };
            if (digits == 0) {
                text.append(plain(kind));
            } else {
                text.appendCodePoint(Integer.parseInt(literal, i, i + digits, 16));
                i += digits;
            }
        }
        return text.toString();
    }

    private static char plain(char kind) {
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            case '\\', '"' -> kind;
            default -> throw new IllegalArgumentException("unknown escape \\" + kind);
        };
    }
}
