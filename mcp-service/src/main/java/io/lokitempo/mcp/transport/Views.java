package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;

/** What a caller is shown of a result that is the same for all. */
@FunctionalInterface
public interface Views {
    Object shown(Caller caller, Object result);
}
