package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.setting.AccessToken;
import io.lokitempo.telemetry.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Knows callers by tokens that were handed out.
 *
 * @param tokens that are good at the moment
 * @param tenant of tokens that name none
 */
record TokenDesk(Supplier<List<AccessToken>> tokens, TenantId tenant) implements SignInDesk {
    @Override
    public Mono<SignedIn> whoSends(ServerHttpRequest request) {
        return Mono.fromSupplier(() -> {
            Optional<String> presented = SignInDesk.bearer(request);
            if (presented.isEmpty()) {
                return new SignedIn.Unknown(false, "a token is needed: Authorization: Bearer TOKEN");
            }
            return known(presented.get())
                    .<SignedIn>map(token -> new SignedIn.As(new Caller(
                            token.name(), token.role(), token.tenant().orElse(tenant))))
                    .orElseGet(() -> new SignedIn.Unknown(true, "the token is not one that was handed out"));
        });
    }

    /** Compares with all of them, so that the time taken tells nothing of where one was found. */
    private Optional<AccessToken> known(String presented) {
        AccessToken known = null;
        for (AccessToken token : tokens.get()) {
            known = token.is(presented) ? token : known;
        }
        return Optional.ofNullable(known);
    }
}
