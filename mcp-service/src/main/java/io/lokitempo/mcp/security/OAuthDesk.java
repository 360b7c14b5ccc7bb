package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.telemetry.TenantId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Knows callers by JWTs of an authorization server: OAuth 2.1's resource server, as MCP's authorization asks for it. Scopes
 * are roles; a token without any of them is good, but for nothing here.
 *
 * @param decoder checks signature, issuer, audience and time
 * @param tenantClaim whose value is the caller's tenant; empty where all have {@code tenant}
 */
record OAuthDesk(ReactiveJwtDecoder decoder, String tenantClaim, TenantId tenant) implements SignInDesk {
    private static final Logger log = LoggerFactory.getLogger(OAuthDesk.class);

    @Override
    public Mono<SignedIn> whoSends(ServerHttpRequest request) {
        return Mono.justOrEmpty(SignInDesk.bearer(request))
                .flatMap(token -> decoder.decode(token)
                        .map(this::caller)
                        .onErrorResume(BadJwtException.class, _ -> Mono.just(notGood()))
                        .onErrorResume(JwtException.class, e -> Mono.just(unasked(e))))
                .defaultIfEmpty(new SignedIn.Unknown(false, "an access token is needed: Authorization: Bearer TOKEN"));
    }

    private static SignedIn notGood() {
        return new SignedIn.Unknown(
                true, "the access token is not valid here: its signature, issuer, audience or time");
    }

    private static SignedIn unasked(JwtException e) {
        log.warn("access tokens cannot be checked: {}", e.getMessage());
        return new SignedIn.Unknown(
                true, "the access token could not be checked: the authorization server does not answer");
    }

    private SignedIn caller(Jwt jwt) {
        Optional<Role> role = role(jwt);
        if (role.isEmpty()) {
            return new SignedIn.Powerless("the access token has none of the scopes " + Scopes.ALL);
        }
        String whose = tenantClaim.isEmpty() ? tenant.value() : jwt.getClaimAsString(tenantClaim);
        try {
            TenantId own = new TenantId(whose == null ? "" : whose);
            return new SignedIn.As(new Caller(name(jwt), role.get(), own));
        } catch (IllegalArgumentException _) {
            return new SignedIn.Powerless("the access token names no tenant in its claim " + tenantClaim);
        }
    }

    private static String name(Jwt jwt) {
        String subject = jwt.getSubject();
        String client = jwt.getClaimAsString("client_id");
        return subject != null ? subject : client != null ? client : "unnamed";
    }

    /** The greatest role that a scope gives; scopes come as one text or as a list, by RFC 9068 or as others do it. */
    private static Optional<Role> role(Jwt jwt) {
        Set<String> scopes = new HashSet<>();
        for (String claim : new String[] {"scope", "scp"}) {
            Object value = jwt.getClaim(claim);
            if (value instanceof String text) {
                scopes.addAll(Arrays.asList(text.split(" ")));
            } else if (value instanceof Collection<?> list) {
                list.forEach(scope -> scopes.add(String.valueOf(scope)));
            }
        }
        return Scopes.role(scopes);
    }
}
