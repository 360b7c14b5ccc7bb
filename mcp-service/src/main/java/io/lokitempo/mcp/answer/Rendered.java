package io.lokitempo.mcp.answer;

/**
 * Both forms of an outcome, each complete.
 *
 * @param json an object
 */
public record Rendered(String text, String json, boolean isError) {}
