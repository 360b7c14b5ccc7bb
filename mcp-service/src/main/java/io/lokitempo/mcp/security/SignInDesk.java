package io.lokitempo.mcp.security;

import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Finds out who sends a request. */
interface SignInDesk {
    Mono<SignedIn> whoSends(ServerHttpRequest request);

    /** The token of an {@code Authorization: Bearer} header. A token in a URL would end in logs, and is not taken. */
    static Optional<String> bearer(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }
}
