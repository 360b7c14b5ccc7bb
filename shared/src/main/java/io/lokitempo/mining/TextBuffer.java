package io.lokitempo.mining;

import java.util.Arrays;

/** Characters that grow at their end and are used again for the next line. */
final class TextBuffer {
    char[] text = new char[512];
    int length;

    void clear() {
        length = 0;
    }

    void append(char c) {
        room(1);
        text[length++] = c;
    }

    void append(String more) {
        room(more.length());
        more.getChars(0, more.length(), text, length);
        length += more.length();
    }

    void append(char[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, text, length, end - start);
        length += end - start;
    }

    void append(String line, int end) {
        room(end);
        line.getChars(0, end, text, length);
        length += end;
    }

    private void room(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(length + more, text.length * 2));
        }
    }
}
