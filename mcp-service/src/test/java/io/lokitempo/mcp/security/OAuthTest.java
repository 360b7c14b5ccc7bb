package io.lokitempo.mcp.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import io.lokitempo.telemetry.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** Against an authorization server of a few lines, which answers as RFC 8414 and RFC 7517 say. */
class OAuthTest {
    private static final String AUDIENCE = "https://mcp.example/mcp";

    private static RSAKey key;
    private static RSAKey otherKey;
    private static HttpServer server;
    private static Gate gate;
    private static volatile boolean away;

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        otherKey = new RSAKeyGenerator(2048).keyID("one").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        answer(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\"}".formatted(issuer(), issuer())));
        server.createContext("/jwks", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.start();
        SignIn.OAuth oauth = new SignIn.OAuth(URI.create(issuer()), "", "org");
        Optional<URI> publicUrl = Optional.of(URI.create("https://mcp.example/"));
        MovedClock clock = new MovedClock();
        gate = new Gate(
                new Visitors(List.of("mcp.example"), List.of()),
                AccessConfiguration.desk(oauth, publicUrl, TenantId.DEFAULT),
                new LinkSeals(new byte[32], Duration.ofMinutes(15), publicUrl, clock),
                new Challenge(oauth, publicUrl),
                new Allowance(1_000, clock),
                new Allowance(3, clock),
                1_000);
    }

    private static String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("alice")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("org", "team-a")
                .claim("scope", "openid mcp:read");
    }

    private static String signed(JWTClaimsSet claims, RSAKey with) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
        jwt.sign(new RSASSASigner(with));
        return jwt.serialize();
    }

    /** Who is let in with this token; the exchange says what the others were told. */
    private static Optional<Caller> letIn(MockServerWebExchange exchange) {
        Caller[] in = new Caller[1];
        gate.filter(exchange, passed -> {
                    in[0] = passed.getAttribute(Callers.ATTRIBUTE);
                    return Mono.empty();
                })
                .block();
        return Optional.ofNullable(in[0]);
    }

    private static MockServerWebExchange request(String token, String address) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.post("https://mcp.example/mcp")
                .header("Host", "mcp.example")
                .remoteAddress(new InetSocketAddress(address, 1));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return MockServerWebExchange.from(request);
    }

    @Test
    void token_ofTheIssuerForUs_isItsSubjectWithItsScopesRoleAndTenant() throws Exception {
        assertThat(letIn(request(signed(claims().build(), key), "10.0.0.1")))
                .contains(new Caller("alice", Role.READER, new TenantId("team-a")));
        JWTClaimsSet admin =
                claims().claim("scope", null).claim("scp", List.of("mcp:admin")).build();
        assertThat(letIn(request(signed(admin, key), "10.0.0.1")).orElseThrow().role())
                .isEqualTo(Role.ADMIN);
    }

    @Test
    void token_thatIsWrongInAnyWay_isRefusedAndSaysWhereToGetOne() throws Exception {
        Map<String, String> wrong = Map.of(
                "another key", signed(claims().build(), otherKey),
                "another issuer", signed(claims().issuer("http://evil.example").build(), key),
                "another audience",
                        signed(claims().audience("https://other.example").build(), key),
                "no audience", signed(claims().audience((String) null).build(), key),
                "expired",
                        signed(
                                claims().expirationTime(Date.from(Instant.now().minusSeconds(600)))
                                        .build(),
                                key),
                "no JWT", "not-a-jwt",
                "none", "");
        int address = 10;
        for (Map.Entry<String, String> token : wrong.entrySet()) {
            MockServerWebExchange exchange = request(token.getValue(), "10.0.1." + address++);
            assertThat(letIn(exchange)).as(token.getKey()).isEmpty();
            assertThat(exchange.getResponse().getStatusCode())
                    .as(token.getKey())
                    .hasToString("401 UNAUTHORIZED");
            assertThat(exchange.getResponse().getHeaders().getFirst("WWW-Authenticate"))
                    .contains("resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource\"")
                    .contains("scope=\"mcp:read\"");
        }
    }

    @Test
    void token_withoutScopeOrTenant_isForbidden() throws Exception {
        for (JWTClaimsSet powerless : List.of(
                claims().claim("scope", "openid").build(),
                claims().claim("org", null).build())) {
            MockServerWebExchange exchange = request(signed(powerless, key), "10.0.0.2");
            assertThat(letIn(exchange)).isEmpty();
            assertThat(exchange.getResponse().getStatusCode()).hasToString("403 FORBIDDEN");
            assertThat(exchange.getResponse().getHeaders().getFirst("WWW-Authenticate"))
                    .contains("insufficient_scope");
        }
    }

    @Test
    void token_issuerThatIsAway_isKnownOnceItIsBack() throws Exception {
        SignInDesk desk = AccessConfiguration.desk(
                new SignIn.OAuth(URI.create(issuer()), AUDIENCE, ""), Optional.empty(), TenantId.DEFAULT);
        var request = request(signed(claims().build(), key), "10.0.0.4").getRequest();
        away = true;
        try {
            assertThat(desk.whoSends(request).block()).isInstanceOf(SignedIn.Unknown.class);
        } finally {
            away = false;
        }
        assertThat(desk.whoSends(request).block())
                .isEqualTo(new SignedIn.As(new Caller("alice", Role.READER, TenantId.DEFAULT)));
    }

    @Test
    void wrongTokens_manyFromOneAddress_areTooMany() {
        for (int i = 0; i < 3; i++) {
            letIn(request("wrong", "10.0.0.3"));
        }
        MockServerWebExchange exchange = request("wrong", "10.0.0.3");
        letIn(exchange);

        assertThat(exchange.getResponse().getStatusCode()).hasToString("429 TOO_MANY_REQUESTS");
        assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("20");
    }
}
