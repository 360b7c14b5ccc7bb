package io.lokitempo.redaction;

/** A part of a text, {@code [start, end)}. */
public record Region(int start, int end) {
    String of(String text) {
        return text.substring(start, end);
    }

    int length() {
        return end - start;
    }
}
