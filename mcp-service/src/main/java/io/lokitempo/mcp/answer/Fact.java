package io.lokitempo.mcp.answer;

/**
 * One thing to know, outside the fence.
 *
 * @param name one word
 * @param value on one line; names from telemetry in it went through {@link Names#shown}
 */
public record Fact(String name, String value) {
    private static final int MOST = 600;

    public Fact {
        value = Graphemes.cut(Names.escaped(value), MOST);
    }
}
