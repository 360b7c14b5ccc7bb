package io.lokitempo.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.mcp.security.MovedClock;
import io.lokitempo.mcp.setting.AccessSettings.SignIn;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // connect() sets what its stream is read by
class SseTransportTest {
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private final Served served = new Served(new MovedClock(), Served.sessions(3), new SignIn.Nobody());
    private final Wire wire = new Wire(served.url());
    private HttpResponse<InputStream> stream;
    private Iterator<String> events;
    private String path;

    private void connect() throws Exception {
        stream = wire.open(wire.request("/sse").GET());
        events = Wire.events(stream).iterator();
        path = events.next();
        wire.post(path, Wire.INITIALIZE);
        assertThat(events.next()).contains("\"id\":0", "2024-11-05");
        wire.post(path, INITIALIZED);
    }

    @AfterEach
    void stop() {
        wire.close();
        served.close();
    }

    @Test
    void call_isAnsweredOverTheStream() throws Exception {
        connect();

        assertThat(wire.post(path, Wire.call(1, "who")).statusCode()).isEqualTo(202);

        assertThat(events.next()).contains("\"id\":1", "anyone");
    }

    @Test
    void cancelled_call_isInterruptedAndNotAnswered() throws Exception {
        connect();
        wire.post(path, Wire.call(1, "long"));
        assertThat(served.begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

        wire.post(path, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");

        assertThat(served.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        wire.post(path, Wire.call(2, "who"));
        assertThat(events.next()).contains("\"id\":2");
    }

    @Test
    void client_thatHangsUp_leavesNoSessionNoWorkNoWish() throws Exception {
        connect();
        wire.post(
                path,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"a://b\"}}");
        assertThat(events.next()).contains("\"id\":1");
        assertThat(served.subscribed).hasSize(1);
        wire.post(path, Wire.call(2, "long"));
        assertThat(served.begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

        stream.body().close();

        assertThat(served.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(served.sse.open()).isZero());
        assertThat(served.subscribed).isEmpty();
        assertThat(wire.post(path, Wire.call(3, "who")).statusCode()).isEqualTo(404);
    }

    @Test
    void connect_allSessionsInUse_isToldSoAndWhenToComeAgain() throws Exception {
        connect();
        for (int others = 0; others < 2; others++) {
            assertThat(Wire.events(wire.open(wire.request("/sse").GET()))
                            .iterator()
                            .next())
                    .contains("sessionId");
        }

        HttpResponse<InputStream> refused = wire.open(wire.request("/sse").GET());

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(refused.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("MCP_SESSIONS");
    }

    @Test
    void subscribe_resourceThatIsNone_isRefused() throws Exception {
        connect();

        wire.post(
                path,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"a://none\"}}");

        assertThat(events.next()).contains("\"id\":1", "no such resource");
    }

    @Test
    void message_withoutOrWithAnUnknownSession_isRefused() throws Exception {
        assertThat(wire.post("/mcp/message", Wire.call(1, "who")).statusCode()).isEqualTo(400);
        assertThat(wire.post("/mcp/message?sessionId=none", Wire.call(1, "who")).statusCode())
                .isEqualTo(404);
    }
}
