package io.lokitempo.mining;

/** Reads {@code name=value name="a value"}; a line with anything else in it is not logfmt. */
final class LogfmtLine {
    private final TextBuffer value = new TextBuffer();
    private char[] text = new char[0];
    private int at;
    private int limit;

    /** Whether the whole line is logfmt and holds a message. */
    boolean read(char[] text, int from, int limit, Fields fields) {
        this.text = text;
        this.at = from;
        this.limit = limit;
        fields.clear();
        blanks();
        while (at < limit) {
            int start = at;
            int end = nameEnd();
            if (end == start || end >= limit || text[end] != '=') {
                return false;
            }
            at = end + 1;
            value();
            fields.add(new String(text, start, end - start), value, true);
            blanks();
        }
        return fields.count() > 1 && fields.hasMessage();
    }

    private int nameEnd() {
        int end = at;
        while (end < limit
                && (Chars.isAsciiLetter(text[end]) || Chars.isDigit(text[end]) || "_.-@/".indexOf(text[end]) >= 0)) {
            end++;
        }
        return end;
    }

    private void value() {
        value.clear();
        if (at < limit && text[at] == '"') {
            quoted();
            return;
        }
        int start = at;
        while (at < limit && !Chars.isSpace(text[at])) {
            at++;
        }
        value.append(text, start, at);
    }

    private void quoted() {
        at++;
        while (at < limit && text[at] != '"') {
            boolean escape = text[at] == '\\' && at + 1 < limit;
            at += escape ? 1 : 0;
            value.append(escape && text[at] == 'n' ? '\n' : text[at]);
            at++;
        }
        at++;
    }

    private void blanks() {
        while (at < limit && Chars.isSpace(text[at])) {
            at++;
        }
        at = Math.min(at, limit);
    }
}
