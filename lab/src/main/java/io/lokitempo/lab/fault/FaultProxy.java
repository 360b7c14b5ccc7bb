package io.lokitempo.lab.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy before one server. It hands everything through, and does what it is told instead for as long as it is
 * told so.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static final int PIECES = 20;

    private final URI target;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong spoilt = new AtomicLong();
    private final int port;
    private volatile @Nullable Injection injection;
    private @Nullable HttpServer server;

    /** @param over is counted down when the fault is over */
    private record Injection(UpstreamFault kind, double share, CountDownLatch over) {}

    private FaultProxy(URI target, long seed) {
        this.target = target;
        this.random = new Random(seed);
        HttpServer first = listen(0);
        this.server = first;
        this.port = first.getAddress().getPort();
    }

    /** @param seed decides which requests a fault hits that does not hit all */
    public static FaultProxy before(URI target, long seed) {
        return new FaultProxy(target, seed);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Requests that were handed through whole. */
    public long answered() {
        return answered.get();
    }

    /** Requests that met a fault; those that found nobody listening are not known. */
    public long spoilt() {
        return spoilt.get();
    }

    /** From now on until {@link #heal}, a share of the requests meets the fault. */
    public synchronized void inject(UpstreamFault kind, double share) {
        heal();
        injection = new Injection(kind, share, new CountDownLatch(1));
        if (kind == UpstreamFault.REFUSED_CONNECTION && server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Ends the fault, if there is one. */
    public synchronized void heal() {
        Injection last = injection;
        injection = null;
        if (last != null) {
            last.over().countDown();
        }
        if (server == null) {
            server = listen(port);
        }
    }

    private HttpServer listen(int at) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            listening.setExecutor(threads);
            listening.createContext("/", this::serve);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy on port " + at, e);
        }
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            Injection now = injection;
            if (now != null && hits(now.share())) {
                spoilt.incrementAndGet();
                spoil(exchange, now);
            } else {
                HttpResponse<byte[]> answer = forward(exchange);
                head(exchange, answer, answer.body().length);
                exchange.getResponseBody().write(answer.body());
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            // The client or the server is gone, which is the client's to see; closing the exchange ends the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean hits(double share) {
        return random.nextDouble() < share;
    }

    private void spoil(HttpExchange exchange, Injection now) throws IOException, InterruptedException {
        switch (now.kind()) {
            case TOO_MANY -> say(exchange, 429, "text/plain", "too many outstanding requests");
            case TOO_MANY_FOR_NOW -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                say(exchange, 429, "text/plain", "too many outstanding requests");
            }
            case INTERNAL_ERROR -> say(exchange, 500, "text/plain", "context canceled");
            case BAD_GATEWAY -> say(exchange, 502, "text/html", "<html><body>502 Bad Gateway</body></html>");
            case NOT_READY -> say(exchange, 503, "text/plain", "Ingester not ready: waiting for 15s after being ready");
            case SIGN_IN_PAGE -> say(exchange, 200, "text/html", "<html><body>Please sign in</body></html>");
            case NO_ANSWER, REFUSED_CONNECTION -> {
                boolean _ = now.over().await(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            case CUT_BODY -> {
                HttpResponse<byte[]> answer = forward(exchange);
                head(exchange, answer, answer.body().length + 1);
                exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
                exchange.getResponseBody().flush();
            }
            case HALF_JSON -> {
                HttpResponse<byte[]> answer = forward(exchange);
                int half = Math.max(1, answer.body().length / 2);
                head(exchange, answer, half);
                exchange.getResponseBody().write(answer.body(), 0, Math.min(half, answer.body().length));
            }
            case SLOW_BODY -> slowly(exchange, forward(exchange));
        }
    }

    private static void slowly(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException, InterruptedException {
        byte[] body = answer.body();
        head(exchange, answer, body.length);
        OutputStream out = exchange.getResponseBody();
        int piece = Math.max(1, body.length / PIECES);
        for (int from = 0; from < body.length; from += piece) {
            out.write(body, from, Math.min(piece, body.length - from));
            out.flush();
            Thread.sleep(100);
        }
    }

    private static void say(HttpExchange exchange, int status, String type, String words) throws IOException {
        byte[] body = words.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException, InterruptedException {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        String base = target.toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + asked.getRawPath() + query))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** @param length of the body that is announced */
    private static void head(HttpExchange exchange, HttpResponse<?> answer, int length) throws IOException {
        for (String name : List.of("Content-Type", "Content-Encoding", "X-Content-Type-Options", "Retry-After")) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
    }

    @Override
    public synchronized void close() {
        heal();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
        http.shutdownNow();
    }
}
