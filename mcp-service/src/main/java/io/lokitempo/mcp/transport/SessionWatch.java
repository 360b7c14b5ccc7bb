package io.lokitempo.mcp.transport;

import io.lokitempo.mcp.call.Caller;
import java.util.Optional;

/** Hears what happens to sessions, over both transports. */
public interface SessionWatch {
    /**
     * A client asks to be told of changes of a resource.
     *
     * @return empty where it will be told, else why not
     */
    Optional<String> subscribed(String session, Caller caller, String uri);

    void unsubscribed(String session, String uri);

    void ended(String session);
}
