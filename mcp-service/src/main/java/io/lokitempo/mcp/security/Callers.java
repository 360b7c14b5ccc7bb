package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Who sent a request that was let in. */
public final class Callers {
    static final String ATTRIBUTE = Callers.class.getName();

    private Callers() {}

    /** @throws IllegalStateException where the request came in without anyone being asked */
    public static Caller of(ServerRequest request) {
        return request.attribute(ATTRIBUTE)
                .map(Caller.class::cast)
                .orElseThrow(() -> new IllegalStateException("nobody was asked who sends " + request.path()));
    }
}
