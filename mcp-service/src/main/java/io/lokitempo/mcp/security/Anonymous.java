package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.telemetry.TenantId;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Everyone is who they are by where they come from, and may what the settings say. */
record Anonymous(Role role, TenantId tenant) implements SignInDesk {
    @Override
    public Mono<SignedIn> whoSends(ServerHttpRequest request) {
        return Mono.just(new SignedIn.As(new Caller(Gate.address(request), role, tenant)));
    }
}
