package io.lokitempo.lab.shop.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushTest {
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<JsonNode> taken = new ArrayList<>();
    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = answers.isEmpty() ? 204 : answers.pop();
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (status == 204) {
                taken.add(json);
            }
        }
        byte[] words = "per stream rate limit exceeded".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : words.length);
        if (status != 204) {
            exchange.getResponseBody().write(words);
        }
        exchange.close();
    }

    private Endpoint endpoint(Credentials credentials, TenantId tenant) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prefix/");
        return new Endpoint(address, credentials, tenant, Duration.ofSeconds(10), 1, 1);
    }

    private Push<LogLine> push() {
        Endpoint endpoint = endpoint(new Credentials.Anonymous(), TenantId.DEFAULT);
        return new Push<>(endpoint, PushFormat.LOKI, Duration.ofMillis(1));
    }

    private static List<LogLine> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new LogLine(1_795_000_000_000_000_000L + i, "line " + i, Map.of("app", "a" + i % 3), Map.of()))
                .toList();
    }

    @Test
    void line_keepsNanosecondsLabelsAndMetadata() throws InterruptedException {
        LogLine line = new LogLine(
                1_795_000_000_123_456_789L, "결제 \"완료\"", Map.of("service_name", "payment"), Map.of("trace_id", "4bf9"));
        try (var push = push()) {
            push.push(List.of(line));
        }
        assertThat(taken).singleElement().satisfies(body -> {
            assertThat(body.at("/streams/0/stream/service_name").asString()).isEqualTo("payment");
            assertThat(body.at("/streams/0/values/0/0").asString()).isEqualTo("1795000000123456789");
            assertThat(body.at("/streams/0/values/0/1").asString()).isEqualTo("결제 \"완료\"");
            assertThat(body.at("/streams/0/values/0/2/trace_id").asString()).isEqualTo("4bf9");
        });
    }

    @Test
    void busyAndBrokenServer_isAskedAgainUntilItTakesAll() throws InterruptedException {
        answers.addAll(List.of(429, 503, 204, 500));
        try (var push = push()) {
            push.push(lines(9_000));
            assertThat(push.progress()).isEqualTo(new PushProgress(9_000, 0, 3, "500 per stream rate limit exceeded"));
        }
    }

    @Test
    void retries_neverReorderAStream() throws InterruptedException {
        answers.addAll(List.of(204, 429, 204, 503));
        try (var push = push()) {
            push.push(lines(9_000));
        }
        for (String app : List.of("a0", "a1", "a2")) {
            List<Long> times = new ArrayList<>();
            taken.forEach(body -> body.at("/streams").forEach(stream -> {
                if (stream.at("/stream/app").asString().equals(app)) {
                    stream.at("/values")
                            .forEach(value -> times.add(value.at("/0").asLong()));
                }
            }));
            assertThat(times).hasSize(3_000).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void refusedBatch_isCountedAndLeftBehind() throws InterruptedException {
        answers.add(400);
        try (var push = push()) {
            push.push(lines(5_000));
            assertThat(push.progress())
                    .isEqualTo(new PushProgress(1_000, 4_000, 0, "400 per stream rate limit exceeded"));
        }
    }

    @Test
    void tenantAndCredentials_travelAsHeaders() throws InterruptedException {
        var basic = new Credentials.Basic("shop", new Secret("pass"));
        try (var push = new Push<>(endpoint(basic, new TenantId("t1")), PushFormat.LOKI)) {
            push.push(lines(1));
        }
        var bearer = new Credentials.Bearer(new Secret("token"));
        try (var push = new Push<>(endpoint(bearer, TenantId.DEFAULT), PushFormat.LOKI)) {
            push.push(lines(1));
        }
        assertThat(headers.getFirst())
                .containsEntry("X-scope-orgid", List.of("t1"))
                .containsEntry("Authorization", List.of("Basic c2hvcDpwYXNz"));
        assertThat(headers.getLast())
                .doesNotContainKey("X-scope-orgid")
                .containsEntry("Authorization", List.of("Bearer token"));
    }

    @Test
    void absentServer_isWaitedForUntilClosed() throws InterruptedException {
        Endpoint nobody = Endpoint.at(URI.create("http://127.0.0.1:1"));
        try (var push = new Push<>(nobody, PushFormat.LOKI, Duration.ofMillis(1))) {
            Thread pushing = Thread.ofVirtual().start(() -> {
                try {
                    push.push(lines(1));
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                }
            });
            await().until(() -> push.progress().retries() > 2);
            pushing.interrupt();
            pushing.join();
            assertThat(push.progress().delivered()).isZero();
            assertThat(push.progress().lastFailure()).contains("127.0.0.1:1");
        }
    }
}
