package io.lokitempo.mcp.answer;

/** Names that come from telemetry or from the caller, made fit to stand outside the fence. */
public final class Names {
    static final int MOST = 80;

    private Names() {}

    /** On one line, controls and invisible characters escaped, at most 80 graphemes. */
    public static String shown(String name) {
        return Graphemes.cut(escaped(name), MOST);
    }

    /** On one line: controls, line separators and invisible formatting characters as escapes. */
    public static String escaped(String text) {
        if (text.codePoints().noneMatch(Names::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!isHidden(c)) {
                shown.appendCodePoint(c);
            } else {
                switch (c) {
                    case '\n' -> shown.append("\\n");
                    case '\r' -> shown.append("\\r");
                    case '\t' -> shown.append("\\t");
                    default -> shown.append(String.format("\\u%04x", c));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> c != 0x200d; // joins the parts of an emoji
            default -> false;
        };
    }
}
