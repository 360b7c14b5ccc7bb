package io.lokitempo.mining;

/**
 * The part of a line that says what happened: without colours and head; of a structured line its message, behind the names of
 * its other fields; of an entry of many lines what {@link StackTrace} keeps. Holds buffers that serve again.
 */
final class Message {
    private final TextBuffer whole = new TextBuffer();
    private final TextBuffer composed = new TextBuffer();
    private final Head head = new Head();
    private final Fields fields = new Fields();
    private final JsonLine json = new JsonLine();
    private final LogfmtLine logfmt = new LogfmtLine();
    private final StackTrace stackTrace = new StackTrace();
    private TextBuffer current = whole;
    private int start;

    char[] text() {
        return current.text;
    }

    int start() {
        return start;
    }

    int end() {
        return current.length;
    }

    /** Takes a template's text as it is. */
    void take(String text) {
        whole.clear();
        whole.append(text);
        current = whole;
        start = 0;
    }

    void read(String line, int maxLength) {
        whole.clear();
        whole.append(line, Math.min(line.length(), maxLength));
        if (line.indexOf(Ansi.ESCAPE) >= 0) {
            whole.length = Ansi.strip(whole.text, whole.length);
        }
        current = whole;
        start = 0;
        if (isFields()) {
            compose();
        } else {
            plain(whole);
        }
    }

    private boolean isFields() {
        int at = 0;
        while (at < whole.length && Chars.isSpace(whole.text[at])) {
            at++;
        }
        if (at < whole.length && whole.text[at] == '{') {
            return json.read(whole.text, at, whole.length, fields);
        }
        return beginsWithName(at) && logfmt.read(whole.text, at, whole.length, fields);
    }

    private boolean beginsWithName(int from) {
        int at = from;
        while (at < whole.length && Chars.isAsciiLetter(whole.text[at])) {
            at++;
        }
        return at > from && at < whole.length && (whole.text[at] == '=' || whole.text[at] == '_') && at - from < 24;
    }

    /** The names of the fields in braces, then the message without its own head, then the trace. */
    private void compose() {
        TextBuffer message = fields.message;
        int messageStart = head.end(message.text, 0, message.length);
        composed.clear();
        composed.append('{');
        composed.append(fields.names.text, 0, fields.names.length);
        composed.append('}');
        composed.append(' ');
        composed.append(message.text, messageStart, message.length);
        if (fields.trace.length > 0) {
            composed.append('\n');
            composed.append(fields.trace.text, 0, fields.trace.length);
        }
        current = composed;
        start = 0;
        shorten();
    }

    private void plain(TextBuffer text) {
        if (StackTrace.isFrame(text.text, 0, text.length)) {
            composed.clear();
            composed.append("at ");
            composed.append(Mask.FRAME.text());
            current = composed;
            return;
        }
        start = head.end(text.text, 0, text.length);
        shorten();
    }

    private void shorten() {
        for (int i = start; i < current.length; i++) {
            if (current.text[i] == '\n') {
                current = stackTrace.shortened(current.text, start, current.length);
                start = 0;
                return;
            }
        }
    }
}
