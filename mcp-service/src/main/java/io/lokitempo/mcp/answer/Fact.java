package io.lokitempo.mcp.answer;

/**
 * One thing to know, outside the fence.
 *
 * @param name one word
 * @param value on one line; names from telemetry in it went through {@link Names#shown}
 */
public record Fact(String name, String value) {
    public Fact {
        value = Names.escaped(value);
    }
}
