package io.lokitempo.mining;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a variable of a template stands for. Its name in angle brackets is how the template's text shows it. */
enum Mask {
    NUM,
    HEX,
    UUID,
    IP,
    MAC,
    PATH,
    URL,
    EMAIL,
    TS,
    DURATION,
    SIZE,
    BOOL,
    QUOTED,
    /** A rendered object: {@code Order(id=1, state=PAID)}. */
    OBJECT,
    /** Elements between brackets. */
    LIST,
    /** A place in code: the rest of a stack trace's line. */
    FRAME,
    /** What follows the part of a very long line that is looked at. */
    REST,
    /** A line without a word. */
    EMPTY,
    /** One technical token of no single kind. */
    VALUE,
    /** One word of any kind. */
    ANY("<*>");

    private static final Map<String, Mask> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Mask::text, Function.identity()));

    private final String text;

    Mask() {
        this.text = "<" + name().toLowerCase(Locale.ROOT) + ">";
    }

    Mask(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The mask written at {@code start}, or null where the text there is none. */
    static @Nullable Mask at(char[] text, int start, int limit) {
        int end = start + 1;
        while (end < limit && end - start < 10 && (Chars.isLower(text[end]) || text[end] == '*')) {
            end++;
        }
        return end < limit && text[end] == '>' ? BY_TEXT.get(new String(text, start, end + 1 - start)) : null;
    }

    /** The text with every mask as {@code <*>}. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        char[] chars = text.toCharArray();
        int i = 0;
        while (i < chars.length) {
            Mask mask = chars[i] == '<' ? at(chars, i, chars.length) : null;
            plain.append(mask == null ? String.valueOf(chars[i]) : ANY.text);
            i += mask == null ? 1 : mask.text.length();
        }
        return plain.toString();
    }

    /** Whether what is glued to one of these only says more precisely where: a port, a line, a query. */
    boolean isPlace() {
        return this == IP || this == PATH || this == URL;
    }

    /** Whether a variable of this kind may stand for one of the other kind. */
    boolean holds(Mask other) {
        return this == other || this == VALUE || (this == HEX && other == NUM);
    }

    /** The narrowest kind that holds both. */
    Mask join(Mask other) {
        return holds(other) ? this : other.holds(this) ? other : VALUE;
    }
}
