package io.lokitempo.upstream;

import io.lokitempo.telemetry.TenantId;
import java.net.URI;
import java.time.Duration;

/**
 * One Loki or Tempo and the bounds within which it is asked.
 *
 * @param baseUrl http or https, with or without a path prefix
 * @param timeout of one attempt, from the connection to the last byte
 * @param maxAttempts attempts of one call, the first included, at least 1
 * @param maxConcurrent calls under way at once; a further one waits at most {@code timeout}
 */
public record Endpoint(
        URI baseUrl, Credentials credentials, TenantId tenant, Duration timeout, int maxAttempts, int maxConcurrent) {
    public Endpoint {
        String scheme = baseUrl.getScheme();
        if (baseUrl.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "\"" + baseUrl + "\": an http:// or https:// URL with a host is accepted");
        }
        if (baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a URL with user:password@ shows its secret in logs: use the *_AUTH_USER and *_AUTH_PASSWORD settings");
        }
        if (timeout.isNegative() || timeout.isZero() || maxAttempts < 1 || maxConcurrent < 1) {
            throw new IllegalArgumentException("timeout, maxAttempts and maxConcurrent must be positive");
        }
    }

    /** The same server, asked for another tenant. */
    public Endpoint forTenant(TenantId other) {
        return new Endpoint(baseUrl, credentials, other, timeout, maxAttempts, maxConcurrent);
    }

    /** An endpoint without sign-in, for the default tenant: 30 s an attempt, 3 attempts, 8 calls at once. */
    public static Endpoint at(URI baseUrl) {
        return new Endpoint(baseUrl, new Credentials.Anonymous(), TenantId.DEFAULT, Duration.ofSeconds(30), 3, 8);
    }
}
