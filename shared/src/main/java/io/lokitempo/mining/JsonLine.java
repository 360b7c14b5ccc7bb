package io.lokitempo.mining;

/**
 * Reads the top level of a JSON object as far as it goes: a line that was cut off in the middle gives the fields before the
 * cut. Nested values are skipped.
 */
final class JsonLine {
    private static final int LONGEST_NAME = 64;

    private final TextBuffer value = new TextBuffer();
    private final TextBuffer name = new TextBuffer();
    private char[] text = new char[0];
    private int at;
    private int limit;

    /** Whether the line is an object with at least one field. */
    boolean read(char[] text, int from, int limit, Fields fields) {
        this.text = text;
        this.at = from;
        this.limit = limit;
        fields.clear();
        blanks();
        if (!takes('{')) {
            return false;
        }
        while (field(fields)) {
            blanks();
            if (!takes(',')) {
                break;
            }
        }
        return fields.count() > 0;
    }

    private boolean field(Fields fields) {
        blanks();
        if (!string(name) || name.length > LONGEST_NAME) {
            return false;
        }
        blanks();
        if (!takes(':')) {
            return false;
        }
        blanks();
        boolean isText = at < limit && text[at] == '"';
        value.clear();
        if (isText) {
            string(value);
        } else {
            skipValue();
        }
        fields.add(new String(name.text, 0, name.length), value, isText);
        return true;
    }

    /** Decodes a string; one that the line's end cuts off counts as read. */
    private boolean string(TextBuffer into) {
        into.clear();
        if (!takes('"')) {
            return false;
        }
        while (at < limit) {
            char c = text[at++];
            if (c == '"') {
                return true;
            }
            into.append(c == '\\' && at < limit ? escaped() : c);
        }
        return true;
    }

    private char escaped() {
        char c = text[at++];
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r', 'b', 'f' -> ' ';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        int code = 0;
        int end = Math.min(limit, at + 4);
        while (at < end && Chars.isHexDigit(text[at])) {
            code = code * 16 + Character.digit(text[at++], 16);
        }
        return (char) code;
    }

    private void skipValue() {
        int depth = 0;
        while (at < limit) {
            char c = text[at];
            if (c == '"') {
                string(value);
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : 0;
            if (depth == 0 && (c == ',' || c == '}')) {
                break;
            }
            depth -= c == '}' || c == ']' ? 1 : 0;
            at++;
        }
        value.clear();
    }

    private boolean takes(char c) {
        boolean there = at < limit && text[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private void blanks() {
        while (at < limit && Chars.isSpace(text[at])) {
            at++;
        }
    }
}
