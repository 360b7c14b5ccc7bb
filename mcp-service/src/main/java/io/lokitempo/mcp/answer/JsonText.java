package io.lokitempo.mcp.answer;

/** Writes compact JSON in order of the calls; the caller keeps it balanced. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    JsonText open(char bracket) {
        separate();
        text.append(bracket);
        first = true;
        return this;
    }

    JsonText close(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    JsonText key(String name) {
        separate();
        quote(name);
        text.append(':');
        first = true;
        return this;
    }

    JsonText value(String value) {
        separate();
        quote(value);
        return this;
    }

    /** A number, true or false. */
    JsonText literal(String literal) {
        separate();
        text.append(literal);
        return this;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            append(value.charAt(i), value, i);
        }
        text.append('"');
    }

    private void append(char c, String value, int at) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < 0x20 || c == 0x7f || isHidden(c) || isUnpaired(c, value, at)) {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }

    /** A call to try stands in text as it is here, where an invisible character could turn words around. */
    private static boolean isHidden(char c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> c != 0x200d; // joins the parts of an emoji
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static boolean isUnpaired(char c, String value, int at) {
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
