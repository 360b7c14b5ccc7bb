package io.lokitempo.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.mcp.security.MovedClock;
import io.lokitempo.mcp.setting.AccessSettings;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamableTransportTest {
    private static final SignIn SIGNED_IN = new SignIn.Tokens(List.of(), Optional.of(Path.of("none")));

    private final MovedClock clock = new MovedClock();
    private final Served served = new Served(clock, Served.sessions(3), SIGNED_IN);
    private final Wire wire = new Wire(served.url());

    @AfterEach
    void stop() {
        wire.close();
        served.close();
    }

    @Test
    void call_inASession_isAnsweredAsItsCaller() throws Exception {
        String session = wire.session("Caller", "alice");

        assertThat(wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", session, "Caller", "alice")
                        .body())
                .contains("\"id\":1", "alice");
    }

    @Test
    void session_ofAnother_isNotThere() throws Exception {
        String session = wire.session("Caller", "alice");

        HttpResponse<String> response =
                wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", session, "Caller", "mallory");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("-32001", "initialize again").doesNotContain("Exception");
    }

    @Test
    void delete_session_endsItWithAllItsWorkAndWishes() throws Exception {
        String session = wire.session();
        wire.post("/mcp", """
                {"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"a://b"}}""", "Mcp-Session-Id", session);
        HttpResponse<InputStream> call =
                wire.open(wire.request("/mcp", "Mcp-Session-Id", session).POST(Wire.body(Wire.call(2, "long"))));
        HttpResponse<InputStream> listening =
                wire.open(wire.request("/mcp", "Mcp-Session-Id", session).GET());
        acquire(served.begun);
        assertThat(served.subscribed).containsExactly(session);

        assertThat(wire.send(wire.request("/mcp", "Mcp-Session-Id", session).DELETE())
                        .statusCode())
                .isEqualTo(200);

        acquire(served.interrupted);
        assertThat(Wire.events(call)).isEmpty();
        assertThat(Wire.events(listening)).isEmpty();
        assertThat(served.streamable.open()).isZero();
        assertThat(served.subscribed).isEmpty();
        assertThat(wire.post("/mcp", Wire.call(3, "who"), "Mcp-Session-Id", session)
                        .statusCode())
                .isEqualTo(404);
        assertThat(wire.send(wire.request("/mcp", "Mcp-Session-Id", session).DELETE())
                        .statusCode())
                .isEqualTo(404);
    }

    private static void acquire(java.util.concurrent.Semaphore semaphore) throws InterruptedException {
        assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelled_call_isInterruptedAndNotAnswered() throws Exception {
        String session = wire.session();
        HttpResponse<InputStream> call =
                wire.open(wire.request("/mcp", "Mcp-Session-Id", session).POST(Wire.body(Wire.call(7, "long"))));
        acquire(served.begun);

        HttpResponse<String> cancelling = wire.post("/mcp", """
                {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""", "Mcp-Session-Id", session);

        assertThat(cancelling.statusCode()).isEqualTo(202);
        acquire(served.interrupted);
        assertThat(Wire.events(call)).isEmpty();
        assertThat(wire.post("/mcp", Wire.call(8, "who"), "Mcp-Session-Id", session)
                        .body())
                .contains("anyone");
    }

    @Test
    void client_thatHangsUp_leavesNoWorkBehind() throws Exception {
        String session = wire.session();
        HttpResponse<InputStream> call =
                wire.open(wire.request("/mcp", "Mcp-Session-Id", session).POST(Wire.body(Wire.call(1, "long"))));
        acquire(served.begun);

        call.body().close();

        acquire(served.interrupted);
    }

    @Test
    void sessions_asManyAsThereMayBe_theLongestIdleMakesRoom() throws Exception {
        String first = wire.session();
        clock.move(Duration.ofSeconds(1));
        String second = wire.session();
        clock.move(Duration.ofSeconds(1));
        wire.session();
        wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", first);

        clock.move(Duration.ofSeconds(1));
        wire.session();

        assertThat(served.streamable.open()).isEqualTo(3);
        assertThat(wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", first)
                        .statusCode())
                .isEqualTo(200);
        assertThat(wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", second)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void sessions_allInUse_refuseAnotherForNow() throws Exception {
        for (int i = 0; i < 3; i++) {
            wire.open(wire.request("/mcp", "Mcp-Session-Id", wire.session()).GET());
        }

        HttpResponse<String> refused = wire.post("/mcp", Wire.INITIALIZE);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void request_thatIsNoneOrNotForUs_isRefusedInJsonRpc() throws Exception {
        String session = wire.session();
        assertRefused(wire.post("/mcp", Wire.call(1, "who")), 400, "Mcp-Session-Id is missing");
        assertRefused(
                wire.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", session, "MCP-Protocol-Version", "1999-01-01"),
                400,
                "MCP-Protocol-Version");
        assertRefused(wire.post("/mcp", "{not json", "Mcp-Session-Id", session), 400, "-32700");
        assertRefused(wire.post("/mcp", "", "Mcp-Session-Id", session), 400, "-32700");
        assertRefused(wire.post("/mcp", "x".repeat(20_000), "Mcp-Session-Id", session), 413, "10000 bytes");
        assertRefused(
                wire.send(HttpRequest.newBuilder(java.net.URI.create(served.url() + "/mcp"))
                        .header("Accept", "text/html")
                        .POST(Wire.body("{}"))),
                406,
                "text/event-stream");
        assertRefused(wire.post("/mcp", """
                {"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"a://none"}}""", "Mcp-Session-Id", session), 200, "no such resource");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String why) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .contains("\"jsonrpc\":\"2.0\"", "error", why)
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void clients_thatComeAndGo_leaveNothingBehind() throws Exception {
        for (int i = 0; i < 40; i++) {
            try (Wire client = new Wire(served.url())) {
                String session = client.session();
                HttpResponse<InputStream> listening = client.open(
                        client.request("/mcp", "Mcp-Session-Id", session).GET());
                client.post("/mcp", Wire.call(1, "who"), "Mcp-Session-Id", session);
                client.send(client.request("/mcp", "Mcp-Session-Id", session).DELETE());
                listening.body().close();
                HttpResponse<InputStream> sse =
                        client.open(client.request("/sse").GET());
                sse.body().close();
            }
        }

        await().untilAsserted(() -> {
            assertThat(served.streamable.open()).isZero();
            assertThat(served.sse.open()).isZero();
        });
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("mcp"))
                        .count())
                .isZero();
    }

    @Test
    void stateless_everyRequest_isAnsweredWithoutASession() throws Exception {
        try (Served stateless = new Served(
                        clock, new AccessSettings.Sessions(true, 1, Duration.ofMinutes(30)), new SignIn.Nobody());
                Wire client = new Wire(stateless.url())) {
            assertThat(client.post("/mcp", Wire.INITIALIZE).headers().firstValue("Mcp-Session-Id"))
                    .isEmpty();
            assertThat(client.post("/mcp", Wire.call(1, "who"), "Caller", "bob").body())
                    .contains("bob");
            assertThat(client.post("/mcp", """
                    {"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"a://b"}}""").body()).contains("-32601");
            assertThat(client.send(client.request("/mcp").GET()).statusCode()).isEqualTo(405);
            assertThat(client.send(client.request("/mcp").DELETE()).statusCode())
                    .isEqualTo(405);
            assertThat(stateless.streamable.open()).isZero();
        }
    }
}
