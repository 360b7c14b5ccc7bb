package io.lokitempo.upstream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP server in this JVM that reacts to the first request as first told, and to all after the last as to the last. */
public final class ScriptedServer implements AutoCloseable {
    private final HttpServer http;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A request that arrived; the parameters are those of the URL and of a form. */
    public record Seen(String method, String path, Map<String, String> parameters, Headers headers) {
        public String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    /** What the server does with a request. */
    @FunctionalInterface
    public interface Reaction {
        void to(HttpExchange exchange) throws IOException;
    }

    public ScriptedServer(Reaction... reactions) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", exchange -> {
            int index;
            synchronized (seen) {
                index = Math.min(seen.size(), reactions.length - 1);
                seen.add(read(exchange));
            }
            try (exchange) {
                reactions[index].to(exchange);
            }
        });
        http.start();
    }

    /** Status, content type and body. */
    public static Reaction reply(int status, String type, String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public static Reaction json(String body) {
        return reply(200, "application/json; charset=UTF-8", body);
    }

    public static Reaction text(int status, String body, String... headers) {
        return reply(status, "text/plain; charset=utf-8", body, headers);
    }

    /** A file under {@code /samples}: JSON answers with 200, text with {@code status}. */
    public static Reaction sample(String name, int status) {
        return name.endsWith(".json") ? json(read(name)) : text(status, read(name));
    }

    public static Reaction sample(String name) {
        return sample(name, 200);
    }

    /** The connection is closed without a word. */
    public static Reaction cut() {
        return HttpExchange::close;
    }

    public static String read(String sample) {
        try (InputStream in = ScriptedServer.class.getResourceAsStream("/samples/" + sample)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + sample);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Requests so far, in the order of their arrival. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    private static Seen read(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream((query + "&" + form).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> parameters.put(decoded(pair[0]), decoded(pair[1])));
        String path = exchange.getRequestURI().getRawPath();
        return new Seen(exchange.getRequestMethod(), path, parameters, exchange.getRequestHeaders());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
