package io.lokitempo.mining;

/** From a line to its shape's tokens; holds the buffers that all lines share. */
final class LineShaper {
    private final int maxLength;
    private final Message message = new Message();
    private final Tokens words = new Tokens();
    private final Tokens shape = new Tokens();
    private final Reducer reducer = new Reducer();

    LineShaper(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The line's message as tokens, hashed; valid until the next call. */
    Tokens ofLine(String line) {
        message.read(line, maxLength);
        return shaped();
    }

    /** The tokens of a template's text, which has no head and is never cut. */
    Tokens ofTemplate(String text) {
        message.take(text);
        return shaped();
    }

    private Tokens shaped() {
        Lexer.read(message.text(), message.start(), message.end(), words);
        reducer.reduce(words, shape);
        ShapeHash.of(shape);
        return shape;
    }
}
