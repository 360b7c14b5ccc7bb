package io.lokitempo.mining;

/**
 * Shortens an entry of many lines to what tells one kind of failure from another: its first line, the exception's type with
 * its {@value #FRAMES} innermost frames, and the root cause's type with its innermost frame. Knows the traces of the JVM,
 * .NET, JavaScript, Python and Go by what their lines begin with.
 */
final class StackTrace {
    private static final int FRAMES = 3;
    private static final String CAUSED_BY = "Caused by: ";

    private char[] text = new char[0];
    private final TextBuffer kept = new TextBuffer();
    private int frames;
    private int mostFrames;
    private int causeStart;
    private boolean python;
    private boolean goroutine;
    private boolean found;

    /** The shortened entry; {@code text} from {@code from} to {@code limit} holds at least one line feed. */
    TextBuffer shortened(char[] text, int from, int limit) {
        this.text = text;
        kept.clear();
        frames = 0;
        mostFrames = FRAMES;
        causeStart = -1;
        python = false;
        goroutine = false;
        found = false;
        int end = lineEnd(from, limit);
        kept.append(text, from, end);
        python = contains(from, end, "Traceback");
        goroutine = isAt(from, end, "goroutine ");
        while (end < limit) {
            int start = end + 1;
            end = lineEnd(start, limit);
            line(trimmedStart(start, end), trimmedEnd(start, end), start);
        }
        if (!found) {
            kept.append(' ');
            kept.append(Mask.REST.text());
        }
        return kept;
    }

    /** A single line that is one frame of a trace whose lines were sent one by one. */
    static boolean isFrame(char[] text, int from, int limit) {
        int start = from;
        while (start < limit && Chars.isSpace(text[start])) {
            start++;
        }
        boolean at = start > from
                && limit - start > 4
                && text[start] == 'a'
                && text[start + 1] == 't'
                && text[start + 2] == ' ';
        return at
                && indexOf(text, start, limit, '(') > start
                && text[limit - 1] != ' '
                && (text[limit - 1] == ')' || text[limit - 1] == ']');
    }

    private void line(int start, int end, int lineStart) {
        if (isAt(start, end, "at ")) {
            frame(start + 3, nameEnd(start + 3, end));
        } else if (isAt(start, end, CAUSED_BY)) {
            cause(start + CAUSED_BY.length(), end);
        } else if (isAt(start, end, "File \"")) {
            python = true;
            pythonFrame(start, end);
        } else if (isAt(start, end, "goroutine ")) {
            goroutine = true;
        } else if (goroutine && start == lineStart && end > start && text[end - 1] == ')') {
            frame(start, nameEnd(start, end));
        } else if (start == lineStart && isThrown(start, end)) {
            thrown(start, end);
        }
    }

    private void frame(int start, int end) {
        found = true;
        if (frames++ < mostFrames && end > start) {
            kept.append(" at ");
            kept.append(text, start, end);
            kept.append("()");
        }
    }

    /** Python prints the innermost frame last; only that one is kept. */
    private void pythonFrame(int start, int end) {
        found = true;
        int name = end;
        while (name > start && text[name - 1] != ' ') {
            name--;
        }
        if (causeStart >= 0) {
            kept.length = causeStart;
        }
        causeStart = kept.length;
        frames = 0;
        frame(name, end);
    }

    private void cause(int start, int end) {
        found = true;
        if (causeStart >= 0) {
            kept.length = causeStart;
        }
        causeStart = kept.length;
        kept.append(' ');
        kept.append(CAUSED_BY);
        kept.append(text, start, typeEnd(start, end));
        kept.append(':');
        frames = 0;
        mostFrames = 1;
    }

    private void thrown(int start, int end) {
        found = true;
        kept.append(' ');
        kept.append(text, start, typeEnd(start, end));
        kept.append(':');
        frames = 0;
    }

    /** A dotted or capitalised name that ends as exceptions do, alone or before a colon. */
    private boolean isThrown(int start, int end) {
        int stop = typeEnd(start, end);
        boolean closed = stop == end || text[stop] == ':';
        return closed
                && stop - start > 5
                && (endsWith(start, stop, "Exception")
                        || endsWith(start, stop, "Error")
                        || endsWith(start, stop, "Throwable")
                        || (python && stop < end));
    }

    private int typeEnd(int start, int end) {
        int i = start;
        while (i < end
                && (Chars.isAsciiLetter(text[i])
                        || Chars.isDigit(text[i])
                        || text[i] == '.'
                        || text[i] == '_'
                        || text[i] == '$')) {
            i++;
        }
        return i;
    }

    private int nameEnd(int start, int end) {
        int i = start;
        while (i < end && text[i] != '(' && text[i] != ' ') {
            i++;
        }
        return i;
    }

    private boolean endsWith(int start, int end, String tail) {
        return end - start >= tail.length() && isAt(end - tail.length(), end, tail);
    }

    private boolean contains(int start, int end, String part) {
        for (int i = start; i + part.length() <= end; i++) {
            if (isAt(i, end, part)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int start, int end, String part) {
        if (end - start < part.length()) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            if (text[start + i] != part.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int lineEnd(int from, int limit) {
        int end = indexOf(text, from, limit, '\n');
        return end < 0 ? limit : end;
    }

    private static int indexOf(char[] text, int from, int limit, char c) {
        for (int i = from; i < limit; i++) {
            if (text[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private int trimmedStart(int start, int end) {
        int i = start;
        while (i < end && Chars.isSpace(text[i])) {
            i++;
        }
        return i;
    }

    private int trimmedEnd(int start, int end) {
        int i = end;
        while (i > start && Chars.isSpace(text[i - 1])) {
            i--;
        }
        return i;
    }
}
