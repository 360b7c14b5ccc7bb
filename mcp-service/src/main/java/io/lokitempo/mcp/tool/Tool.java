package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Progress;

/** Something an agent can ask for. Called on a virtual thread, by many at once. */
public interface Tool {
    Declaration declaration();

    /** @throws io.lokitempo.mcp.answer.RefusedException where there is no answer to these arguments */
    Outcome answer(Arguments arguments, Progress progress);

    /** Whether findings answer most of its calls, which are the same for all who ask the same at the same time. */
    default boolean answersFromFindings() {
        return false;
    }
}
