package io.lokitempo.analyzer.settings;

import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Loki and Tempo are and how long to wait for them.
 *
 * @param tenantId {@code -} where no tenant is sent
 * @param timeout of one attempt
 * @param attempts of one call, the first included
 * @param concurrency calls under way at one server at once
 */
@ConfigurationProperties("lokitempo.upstream")
public record UpstreamSettings(
        @Valid Server loki,
        @Valid Server tempo,

        @Pattern(
                regexp = "(?!\\.{1,2}$)[A-Za-z0-9!\\-_.*'()]{1,150}",
                message = "1 to 150 letters, digits or !-_.*'() are accepted, but not . or ..")
        String tenantId,

        @DurationMin(seconds = 1, message = "1s to 10m are accepted")
        @DurationMax(minutes = 10, message = "1s to 10m are accepted")
        Duration timeout,

        @Min(value = 1, message = "1 to 10 are accepted") @Max(value = 10, message = "1 to 10 are accepted")
        int attempts,

        @Min(value = 1, message = "1 to 64 are accepted") @Max(value = 64, message = "1 to 64 are accepted")
        int concurrency) {
    /** One server; an empty URL means that there is none. */
    public record Server(
            @Pattern(
                    regexp = "|https?://[^@\\s/]+(/[^@\\s]*)?",
                    message = "an http:// or https:// URL with a host and without user:password@ is accepted")
            String url,

            String user,
            Secret password,
            Secret token) {
        @AssertTrue(message = "a user with a password, or a token, or neither is accepted, not both")
        boolean isToken() {
            return user.isEmpty() || token.reveal().isEmpty();
        }

        private Credentials credentials() {
            if (!token.reveal().isEmpty()) {
                return new Credentials.Bearer(token);
            }
            return user.isEmpty() ? new Credentials.Anonymous() : new Credentials.Basic(user, password);
        }
    }

    public Scope scope() {
        return new Scope(new TenantId(tenantId), Scope.backendOf(loki.url, tempo.url));
    }

    public Optional<Endpoint> lokiEndpoint() {
        return endpoint(loki);
    }

    public Optional<Endpoint> tempoEndpoint() {
        return endpoint(tempo);
    }

    private Optional<Endpoint> endpoint(Server server) {
        return server.url.isEmpty()
                ? Optional.empty()
                : Optional.of(new Endpoint(
                        URI.create(server.url),
                        server.credentials(),
                        new TenantId(tenantId),
                        timeout,
                        attempts,
                        concurrency));
    }
}
