package io.lokitempo.mining;

/** The part of a line that says what happened, in a buffer that serves again. */
final class Message {
    private char[] text = new char[512];
    private int start;
    private int end;
    private final Head head = new Head();

    char[] text() {
        return text;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    void take(String line) {
        copy(line, line.length());
    }

    void read(String line, int maxLength) {
        copy(line, Math.min(line.length(), maxLength));
        start = head.end(text, 0, end);
    }

    private void copy(String line, int length) {
        if (text.length < length) {
            text = new char[Math.max(length, text.length * 2)];
        }
        line.getChars(0, length, text, 0);
        start = 0;
        end = length;
    }
}
