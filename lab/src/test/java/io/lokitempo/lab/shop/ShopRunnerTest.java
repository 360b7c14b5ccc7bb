package io.lokitempo.lab.shop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShopRunnerTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration BACKFILL = Duration.ofMinutes(2);

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> spans = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private volatile Instant now = START;
    private volatile boolean tracesAway;

    @TempDir
    Path data;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/loki/api/v1/push", exchange -> {
            JsonNode body = body(exchange);
            body.at("/streams")
                    .forEach(stream -> stream.at("/values")
                            .forEach(value -> lines.add(
                                    value.at("/0").asString() + value.at("/1").asString())));
            answer(exchange, 204);
        });
        server.createContext("/v1/traces", exchange -> {
            JsonNode body = body(exchange);
            if (tracesAway) {
                answer(exchange, 503);
                return;
            }
            body.findValuesAsString("spanId").forEach(spans::add);
            answer(exchange, 200);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            return JsonMapper.shared().readTree(body);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private ShopSettings settings() {
        return settings(Duration.ZERO);
    }

    private ShopSettings settings(Duration repush) {
        Endpoint endpoint =
                Endpoint.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        return new ShopSettings(
                9,
                3,
                BACKFILL,
                repush,
                Duration.ofSeconds(5),
                Duration.ofMinutes(20),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.of(endpoint),
                Optional.of(endpoint),
                data.resolve("shop.properties"),
                data.resolve("truth.jsonl"));
    }

    private ShopRunner start() {
        return ShopRunner.start(settings(), () -> now);
    }

    private static ShopRunner.Progress progress(ShopRunner runner, String lane) {
        return requireNonNull(runner.progress().get(lane));
    }

    private void awaitThrough(ShopRunner runner, String lane) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> progress(runner, lane).through().equals(now));
    }

    private Telemetry made(Instant from) {
        return settings().shop(START).during(new TimeWindow(from, now));
    }

    private void assertAllPushedOnce(Telemetry made) {
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(made.lines().stream()
                        .map((LogLine line) -> line.timestampNanos() + line.text())
                        .toList());
        assertThat(spans)
                .containsExactlyInAnyOrderElementsOf(made.spans().stream()
                        .map((Span span) -> span.spanId().hex())
                        .toList());
    }

    @Test
    void history_thenEachSecond_isPushedOnce() {
        try (ShopRunner runner = start()) {
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
            assertAllPushedOnce(made(START.minus(BACKFILL)));
            now = START.plusSeconds(7);
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
            assertAllPushedOnce(made(START.minus(BACKFILL)));
            assertThat(runner.scenario())
                    .hasValueSatisfying(scenario -> assertThat(scenario.kind()).isEqualTo(ScenarioKind.BAD_DEPLOYMENT));
        }
    }

    @Test
    void restart_fillsTheGapAndRepeatsNothing() throws IOException {
        try (ShopRunner runner = start()) {
            now = START.plusSeconds(10);
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
        }
        now = START.plusSeconds(40);
        try (ShopRunner runner = start()) {
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
        }
        assertAllPushedOnce(made(START.minus(BACKFILL)));
        List<String> truth = Files.readAllLines(data.resolve("truth.jsonl"));
        assertThat(truth).singleElement().satisfies(line -> {
            JsonNode json = JsonMapper.shared().readTree(line);
            assertThat(json.at("/event").asString()).isEqualTo("begin");
            assertThat(json.at("/id").asString()).isEqualTo("sc-1");
            assertThat(json.at("/kind").asString()).isEqualTo("BAD_DEPLOYMENT");
            assertThat(json.at("/service").asString()).isEqualTo("payment");
            assertThat(json.at("/onset").asString()).isEqualTo("2026-11-21T10:00:05Z");
            assertThat(json.at("/end").asString()).isEqualTo("2026-11-21T10:06:05Z");
            assertThat(json.at("/expected/0/kind").asString()).isEqualTo("ERROR_RATE");
        });
    }

    @Test
    void restart_tellsServersThatForgetTheSameAgain() throws IOException {
        try (ShopRunner runner = start()) {
            now = START.plusSeconds(10);
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
        }
        lines.clear();
        spans.clear();
        now = START.plus(BACKFILL).plusSeconds(40);
        try (ShopRunner runner = ShopRunner.start(settings(Duration.ofMinutes(10)), () -> now)) {
            awaitThrough(runner, "lines");
            awaitThrough(runner, "spans");
        }
        assertAllPushedOnce(made(START.minus(BACKFILL)));
        assertThat(Files.readAllLines(data.resolve("truth.jsonl"))).hasSize(1);
    }

    @Test
    void restartAfterALongSleep_startsAnew() {
        try (ShopRunner runner = start()) {
            awaitThrough(runner, "lines");
        }
        lines.clear();
        now = START.plus(Duration.ofHours(5));
        try (ShopRunner runner = start()) {
            awaitThrough(runner, "lines");
            assertThat(runner.scenario()).isEmpty();
            now = now.plusSeconds(6);
            assertThat(runner.scenario()).isPresent();
        }
        assertThat(lines).isNotEmpty();
    }

    @Test
    void oneServerAway_theOtherGoesOnAndTheFirstCatchesUp() {
        tracesAway = true;
        try (ShopRunner runner = start()) {
            awaitThrough(runner, "lines");
            assertThat(progress(runner, "spans").through()).isBefore(now);
            await().until(() -> progress(runner, "spans").push().retries() > 0);
            tracesAway = false;
            awaitThrough(runner, "spans");
        }
        assertAllPushedOnce(made(START.minus(BACKFILL)));
    }
}
