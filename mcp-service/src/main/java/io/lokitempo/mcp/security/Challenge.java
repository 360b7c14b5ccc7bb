package io.lokitempo.mcp.security;

import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a caller is told who has yet to sign in: where to get a token, by RFC 9728, "OAuth 2.0 Protected Resource Metadata",
 * and RFC 6750.
 */
record Challenge(SignIn signIn, Optional<URI> publicUrl) {
    static final String METADATA = "/.well-known/oauth-protected-resource";

    /** @param error of RFC 6750, or empty where nothing was presented */
    String header(ServerHttpRequest request, String error) {
        StringBuilder header = new StringBuilder("Bearer realm=\"lokitempo\"");
        if (!error.isEmpty()) {
            header.append(", error=\"").append(error).append('"');
        }
        if (signIn instanceof SignIn.OAuth) {
            header.append(", scope=\"").append(Scopes.READ).append('"');
            header.append(", resource_metadata=\"")
                    .append(base(request))
                    .append(METADATA)
                    .append('"');
        }
        return header.toString();
    }

    /** Empty where callers do not sign in by OAuth. */
    Optional<Map<String, Object>> metadata(ServerHttpRequest request) {
        return signIn instanceof SignIn.OAuth(URI issuer, String audience, String _)
                ? Optional.of(Map.of(
                        "resource",
                        audience.isEmpty() ? base(request) + "/mcp" : audience,
                        "authorization_servers",
                        List.of(issuer.toString()),
                        "scopes_supported",
                        Scopes.ALL,
                        "bearer_methods_supported",
                        List.of("header"),
                        "resource_name",
                        "Loki & Tempo MCP Server"))
                : Optional.empty();
    }

    private String base(ServerHttpRequest request) {
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        return publicUrl
                .map(url -> url.toString().replaceAll("/+$", ""))
                .orElseGet(() -> request.getURI().getScheme() + "://" + host);
    }
}
