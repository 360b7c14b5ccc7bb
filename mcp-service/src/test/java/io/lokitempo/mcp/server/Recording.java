package io.lokitempo.mcp.server;

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
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that answers as a real one once did: the same request gets the same answer, one that was never made is refused.
 * Given a real server, it asks that one and remembers.
 */
final class Recording implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** What a server answered. */
    record Answered(int status, String type, String body) {}

    private final HttpServer server;
    private final Path file;
    private final @Nullable URI real;
    private final Map<String, Answered> answers = new ConcurrentSkipListMap<>();

    /**
     * @param file one JSON object of answers by request
     * @param real the server to record, or null to answer from the file
     */
    Recording(Path file, @Nullable URI real) throws IOException {
        this.file = file;
        this.real = real;
        if (real == null) {
            answers.putAll(JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, Answered>>() {}));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestURI().toString();
        Answered answered = real == null ? answers.get(request) : answers.computeIfAbsent(request, this::ask);
        if (answered == null) {
            answered = new Answered(400, "text/plain", "never recorded: " + request);
        }
        byte[] body = answered.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answered.type());
        exchange.sendResponseHeaders(answered.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Answered ask(String request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(real + request))
                            .header("X-Loki-Response-Encoding-Flags", "categorize-labels")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("text/plain");
            return new Answered(response.statusCode(), type, withoutStats(type, response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Loki adds 3 kB of statistics to every answer, which differ at each. */
    private static String withoutStats(String type, String body) {
        if (!type.startsWith("application/json")) {
            return body;
        }
        JsonNode answer = JSON.readTree(body);
        if (answer.get("data") instanceof ObjectNode data) {
            data.remove("stats");
        }
        return JSON.writeValueAsString(answer);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        if (real != null) {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answers) + "\n");
        }
    }
}
