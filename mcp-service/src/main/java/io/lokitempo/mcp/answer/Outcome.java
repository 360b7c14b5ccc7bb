package io.lokitempo.mcp.answer;

/** How a tool call ended: with an answer, which may say that there is nothing, or with a refusal that teaches. */
public sealed interface Outcome permits Answer, Refusal {}
