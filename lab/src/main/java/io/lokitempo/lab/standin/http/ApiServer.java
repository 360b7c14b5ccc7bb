package io.lokitempo.lab.standin.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lokitempo.lab.standin.query.QueryRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves routes on virtual threads. Says in the header {@code X-Lab-Stand-In} of every answer that it is a stand-in. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_BODY_BYTES = 64 << 20;
    private static final int MAX_CONCURRENT = 16;

    static {
        // Without it the server writes head and body as two packets, and the second waits for a delayed
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);
    private final List<Route> routes;
    private final String host;
    private final BooleanSupplier open;

    private ApiServer(HttpServer server, String host, List<Route> routes, BooleanSupplier open) {
        this.server = server;
        this.host = host;
        this.routes = List.copyOf(routes);
        this.open = open;
    }

    /** @param port 0 for any that is free */
    public static ApiServer start(String host, int port, List<Route> routes) {
        return start(host, port, routes, () -> true);
    }

    /**
     * @param port 0 for any that is free
     * @param open whether queries are answered; pushes are always taken
     */
    public static ApiServer start(String host, int port, List<Route> routes, BooleanSupplier open) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
            ApiServer started = new ApiServer(http, host, routes, open);
            http.setExecutor(started.threads);
            http.createContext("/", started::serve);
            http.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    public URI url() {
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            permits.acquire();
            try {
                send(exchange, answer(exchange));
            } finally {
                permits.release();
            }
        } catch (IOException e) {
            LOG.debug("client gone: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private ApiAnswer answer(HttpExchange exchange) throws IOException {
        try {
            return routed(exchange);
        } catch (Refusal e) {
            return ApiAnswer.text(e.status(), e.words());
        } catch (QueryRefused e) {
            return ApiAnswer.text(e.reason() == QueryRefused.Cause.TOO_HEAVY ? 504 : 400, e.words());
        } catch (RuntimeException e) {
            LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return ApiAnswer.text(500, "stand-in: " + e);
        }
    }

    private ApiAnswer routed(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        boolean known = false;
        for (Route route : routes) {
            Optional<String> variable = route.match(path);
            known |= variable.isPresent();
            if (variable.isPresent() && route.methods().contains(exchange.getRequestMethod())) {
                return open.getAsBoolean() || route.isPush()
                        ? route.handler().answer(read(exchange, variable.get()))
                        : ApiAnswer.text(503, "stand-in: starting, its telemetry is being told again");
            }
        }
        return known ? ApiAnswer.empty(405) : ApiAnswer.text(404, "404 page not found\n");
    }

    private static ApiRequest read(HttpExchange exchange, String variable) throws IOException {
        byte[] body = body(exchange);
        List<String> encoded = new ArrayList<>();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            encoded.add(new String(body, StandardCharsets.UTF_8));
        }
        String query = exchange.getRequestURI().getRawQuery();
        encoded.add(query == null ? "" : query);
        String plain = URLDecoder.decode(variable.replace("+", "%2B"), StandardCharsets.UTF_8);
        return new ApiRequest(new Parameters(encoded), exchange.getRequestHeaders(), plain, body);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream plain = gzip ? new GZIPInputStream(raw) : raw) {
            byte[] body = plain.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw new Refusal(413, "stand-in: a body of more than " + MAX_BODY_BYTES + " bytes");
            }
            return body;
        }
    }

    private static void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("X-Lab-Stand-In", "true");
        if (answer.contentType() != null) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        }
        if (answer.isError() && answer.contentType() != null) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        }
        boolean noBody = answer.body().length == 0 || "HEAD".equals(exchange.getRequestMethod());
        exchange.sendResponseHeaders(answer.status(), noBody ? -1 : answer.body().length);
        if (!noBody) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
