package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import io.lokitempo.mcp.setting.AccessToken;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Who may call, as the settings say. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    private static final Duration PATIENCE_WITH_ISSUER = Duration.ofSeconds(5);

    private static final int KEY_BYTES = 32;

    /** Without SETTINGS_KEY each process has a key of its own: its links end with it, and no other instance takes them. */
    @Bean
    LinkSeals linkSeals(AccessSettings access, Environment environment, Clock clock) {
        String shared = environment.getProperty("lokitempo.settings[SETTINGS_KEY]", "");
        byte[] secret = shared.getBytes(StandardCharsets.UTF_8);
        if (shared.isEmpty()) {
            secret = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(secret);
        }
        boolean needed = !(access.signIn() instanceof SignIn.Nobody);
        return new LinkSeals(secret, needed ? access.linkLifetime() : Duration.ZERO, access.publicUrl(), clock);
    }

    @Bean
    Gate gate(AccessSettings access, LiveSettings settings, LinkSeals seals, Clock clock) {
        SignInDesk desk = desk(access, settings.base().scope().tenant(), clock);
        return new Gate(
                visitors(access),
                desk,
                seals,
                new Challenge(access.signIn(), access.publicUrl()),
                new Allowance(access.callsPerMinute(), clock),
                Gate.failures(clock),
                access.requestBytes());
    }

    private static Visitors visitors(AccessSettings access) {
        List<String> hosts = new ArrayList<>(access.servedHosts());
        hosts.add(access.host());
        List<String> origins = new ArrayList<>(access.servedOrigins());
        access.publicUrl().ifPresent(url -> {
            hosts.add(url.getHost());
            origins.add(url.getScheme() + "://" + url.getAuthority());
        });
        return new Visitors(hosts, origins);
    }

    private static SignInDesk desk(AccessSettings access, TenantId tenant, Clock clock) {
        return switch (access.signIn()) {
            case SignIn.Nobody() -> new Anonymous(access.anonymousMayChange() ? Role.ADMIN : Role.EXPORTER, tenant);
            case SignIn.Tokens(List<AccessToken> given, Optional<Path> file) ->
                new TokenDesk(tokens(given, file, clock), tenant);
            case SignIn.OAuth oauth -> desk(oauth, access.publicUrl(), tenant);
        };
    }

    static SignInDesk desk(SignIn.OAuth oauth, Optional<URI> publicUrl, TenantId tenant) {
        return new OAuthDesk(decoder(oauth, audience(oauth, publicUrl)), oauth.tenantClaim(), tenant);
    }

    private static Supplier<List<AccessToken>> tokens(List<AccessToken> given, Optional<Path> file, Clock clock) {
        return file.<Supplier<List<AccessToken>>>map(path -> new TokenFile(given, path, clock)::tokens)
                .orElse(() -> given);
    }

    private static String audience(SignIn.OAuth oauth, Optional<URI> publicUrl) {
        return oauth.audience().isEmpty()
                ? publicUrl.orElseThrow().toString().replaceAll("/+$", "") + "/mcp"
                : oauth.audience();
    }

    /** Asks the issuer at the first token, not at the start: it may be away then. */
    private static ReactiveJwtDecoder decoder(SignIn.OAuth oauth, String audience) {
        String issuer = oauth.issuer().toString();
        WebClient client = WebClient.builder()
                .clientConnector(
                        new ReactorClientHttpConnector(HttpClient.create().responseTimeout(PATIENCE_WITH_ISSUER)))
                .build();
        return new SupplierReactiveJwtDecoder(() -> {
            NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withIssuerLocation(issuer)
                    .webClient(client)
                    .build();
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    JwtValidators.createDefaultWithIssuer(issuer), new JwtAudienceValidator(audience)));
            return decoder;
        });
    }

    @Bean
    RouterFunction<ServerResponse> resourceMetadata(AccessSettings access) {
        Challenge challenge = new Challenge(access.signIn(), access.publicUrl());
        return RouterFunctions.route()
                .GET(Challenge.METADATA, request -> metadata(challenge, request))
                .GET(Challenge.METADATA + "/{resource}", request -> metadata(challenge, request))
                .build();
    }

    private static Mono<ServerResponse> metadata(Challenge challenge, ServerRequest request) {
        ServerHttpRequest sent = request.exchange().getRequest();
        return challenge
                .metadata(sent)
                .map(metadata -> ServerResponse.ok().bodyValue(metadata))
                .orElseGet(() -> ServerResponse.notFound().build());
    }
}
