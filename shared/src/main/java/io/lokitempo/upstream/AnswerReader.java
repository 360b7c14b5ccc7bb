package io.lokitempo.upstream;

import tools.jackson.core.JacksonException;

/** Reads a server's answer while it arrives. */
@FunctionalInterface
public interface AnswerReader<T> {
    /**
     * @param json at the first token of the body
     * @throws JacksonException where the body is not what this API returns
     * @throws IllegalArgumentException where a value is not, a number or an id for one
     */
    Reply.Answered<T> read(JsonCursor json);
}
