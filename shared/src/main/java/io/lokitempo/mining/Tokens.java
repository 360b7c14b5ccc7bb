package io.lokitempo.mining;

import java.util.Arrays;

/** The tokens of one line, side by side in arrays that serve again for the next line. */
final class Tokens {
    /** A word of the message itself. */
    static final byte HARD = 0;
    /** A technical word: a name, an id or a setting, that another line of the same kind may have differently. */
    static final byte SOFT = 1;
    /** A variable; its mask tells of what kind. */
    static final byte VARIABLE = 2;
    /** Punctuation. */
    static final byte MARK = 3;

    static final int MOST = 512;

    final byte[] kind = new byte[MOST];
    final Mask[] mask = new Mask[MOST];
    final int[] start = new int[MOST];
    final int[] end = new int[MOST];
    final boolean[] spaced = new boolean[MOST];
    final long[] share = new long[MOST];

    char[] text = new char[0];
    int size;
    long hash;

    Tokens() {
        Arrays.fill(mask, Mask.VALUE);
    }

    /** Begins a line whose characters are in {@code text}. */
    void begin(char[] text) {
        this.text = text;
        size = 0;
    }

    boolean isFull() {
        return size >= MOST - 1;
    }

    void add(byte kind, int start, int end, boolean spaced) {
        this.kind[size] = kind;
        this.start[size] = start;
        this.end[size] = end;
        this.spaced[size] = spaced;
        size++;
    }

    void addVariable(Mask of, int start, int end, boolean spaced) {
        mask[size] = of;
        add(VARIABLE, start, end, spaced);
    }

    void copy(Tokens from, int i, byte kind) {
        mask[size] = from.mask[i];
        add(kind, from.start[i], from.end[i], from.spaced[i]);
    }

    void setVariable(int i, Mask of) {
        kind[i] = VARIABLE;
        mask[i] = of;
    }

    boolean isMark(int i, char c) {
        return i >= 0 && i < size && kind[i] == MARK && text[start[i]] == c && end[i] == start[i] + 1;
    }

    /** A variable or what may become one. */
    boolean isLoose(int i) {
        return i >= 0 && (kind[i] == SOFT || (kind[i] == VARIABLE && mask[i] != Mask.ANY));
    }

    boolean isWord(int i) {
        return i >= 0 && i < size && kind[i] != MARK;
    }

    boolean isPlain(int i, String word) {
        return kind[i] == HARD
                && end[i] - start[i] == word.length()
                && Arrays.equals(text, start[i], end[i], word.toCharArray(), 0, word.length());
    }

    /** The text of the template that these tokens alone would make; {@link Shape#render} without the shape. */
    String render(TextBuffer buffer) {
        buffer.clear();
        for (int i = 0; i < size; i++) {
            if (i > 0 && spaced[i]) {
                buffer.append(' ');
            }
            switch (kind[i]) {
                case VARIABLE -> buffer.append(mask[i].text());
                case SOFT -> SoftText.render(text, start[i], end[i], buffer);
                default -> buffer.append(text, start[i], end[i]);
            }
        }
        return new String(buffer.text, 0, buffer.length);
    }

    /** {@code ::} between names of a program. */
    boolean isScope(int i) {
        return i < size
                && kind[i] == MARK
                && end[i] == start[i] + 2
                && text[start[i]] == ':'
                && text[start[i] + 1] == ':';
    }
}
