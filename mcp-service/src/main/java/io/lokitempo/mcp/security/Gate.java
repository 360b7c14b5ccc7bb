package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Caller;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What every request passes: asked for by a name that is ours, from a page that may, by a caller who is known, not too often. */
final class Gate implements WebFilter, Ordered {
    /** Wrong tokens from one address in a minute. Good ones still come in: others may share a proxy's address. */
    private static final int FAILURES_PER_MINUTE = 60;

    private static final int UNAUTHORIZED = -32001;
    private static final JsonMapper JSON = new JsonMapper();

    private final Visitors visitors;
    private final SignInDesk desk;
    private final LinkSeals seals;
    private final Challenge challenge;
    private final Allowance requests;
    private final Allowance failures;
    private final long requestBytes;

    Gate(
            Visitors visitors,
            SignInDesk desk,
            LinkSeals seals,
            Challenge challenge,
            Allowance requests,
            Allowance failures,
            long bytes) {
        this.visitors = visitors;
        this.desk = desk;
        this.seals = seals;
        this.challenge = challenge;
        this.requests = requests;
        this.failures = failures;
        this.requestBytes = bytes;
    }

    static Allowance failures(java.time.Clock clock) {
        return new Allowance(FAILURES_PER_MINUTE, clock);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** Where a request comes from; a proxy's address where there is one, since anyone can write a header. */
    static String address(ServerHttpRequest request) {
        InetSocketAddress address = request.getRemoteAddress();
        return address == null || address.getAddress() == null
                ? "unknown"
                : address.getAddress().getHostAddress();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().value();
        if (isHealth(path)) { // probes name a host by its number, and are told nothing but up or down
            return chain.filter(exchange);
        }
        if (!visitors.mayAskFor(request.getHeaders().getFirst(HttpHeaders.HOST))) {
            return refuse(
                    exchange,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "this host is not served: MCP_SERVED_HOSTS names those that are");
        }
        if (!visitors.mayComeFrom(request.getHeaders().getOrigin())) {
            return refuse(
                    exchange,
                    HttpStatus.FORBIDDEN,
                    "pages of this origin may not call: MCP_SERVED_ORIGINS names those that may");
        }
        if (request.getHeaders().getContentLength() > requestBytes) {
            return refuse(
                    exchange,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "a request of at most " + requestBytes + " bytes is accepted");
        }
        return path.startsWith(Challenge.METADATA) ? chain.filter(exchange) : admit(exchange, chain);
    }

    private static boolean isHealth(String path) {
        return path.equals("/actuator/health") || path.startsWith("/actuator/health/");
    }

    private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain) {
        return switch (seals.opened(exchange.getRequest())) {
            case LinkSeals.Opened.Good(Caller caller) -> letIn(exchange, chain, caller);
            case LinkSeals.Opened.Bad(String why) -> refuse(exchange, HttpStatus.FORBIDDEN, why);
            case LinkSeals.Opened.None() -> signIn(exchange, chain);
        };
    }

    private Mono<Void> signIn(ServerWebExchange exchange, WebFilterChain chain) {
        String address = address(exchange.getRequest());
        return desk.whoSends(exchange.getRequest()).flatMap(who -> switch (who) {
            case SignedIn.As(Caller caller) -> letIn(exchange, chain, caller);
            case SignedIn.Unknown(boolean presented, String why) -> {
                Optional<Duration> wait = presented ? failures.take(address) : Optional.empty();
                if (wait.isPresent()) {
                    yield tooMany(exchange, wait.get());
                }
                exchange.getResponse()
                        .getHeaders()
                        .set(
                                HttpHeaders.WWW_AUTHENTICATE,
                                challenge.header(exchange.getRequest(), presented ? "invalid_token" : ""));
                yield refuse(exchange, HttpStatus.UNAUTHORIZED, why);
            }
            case SignedIn.Powerless(String why) -> {
                exchange.getResponse()
                        .getHeaders()
                        .set(
                                HttpHeaders.WWW_AUTHENTICATE,
                                challenge.header(exchange.getRequest(), "insufficient_scope"));
                yield refuse(exchange, HttpStatus.FORBIDDEN, why);
            }
        });
    }

    private Mono<Void> letIn(ServerWebExchange exchange, WebFilterChain chain, Caller caller) {
        if (isOne(exchange.getRequest())) {
            Optional<Duration> wait = requests.take(caller.tenant() + "/" + caller.name());
            if (wait.isPresent()) {
                return tooMany(exchange, wait.get());
            }
        }
        exchange.getAttributes().put(Callers.ATTRIBUTE, caller);
        return chain.filter(exchange);
    }

    /**
     * Whether a caller is told from others. Clients of this machine that need not sign in all have its address, and are
     * held by how many calls run at once.
     */
    private boolean isOne(ServerHttpRequest request) {
        InetSocketAddress address = request.getRemoteAddress();
        return !(desk instanceof Anonymous)
                || address == null
                || address.getAddress() == null
                || !address.getAddress().isLoopbackAddress();
    }

    private static Mono<Void> tooMany(ServerWebExchange exchange, Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1_000);
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return refuse(
                exchange, HttpStatus.TOO_MANY_REQUESTS, "too many requests of this caller; again in " + seconds + " s");
    }

    /** An answer that MCP clients can read, too. */
    private static Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status, String why) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        String body = JSON.writeValueAsString(Map.of(
                "jsonrpc",
                "2.0",
                "error",
                Map.of("code", status == HttpStatus.UNAUTHORIZED ? UNAUTHORIZED : -32000, "message", why)));
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body.getBytes(StandardCharsets.UTF_8))));
    }
}
