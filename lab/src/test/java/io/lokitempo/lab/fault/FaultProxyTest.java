package io.lokitempo.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Reason;
import io.lokitempo.upstream.Reply.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client that the analyzer reads with makes of each fault. */
class FaultProxyTest {
    private static final List<String> LABELS = List.of("app", "job", "service_name");
    private static final String ANSWER = "{\"status\":\"success\",\"data\":[\"app\",\"job\",\"service_name\"]}";

    private HttpServer server;
    private FaultProxy proxy;
    private LokiClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/loki/api/v1/labels", exchange -> {
            byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        proxy = FaultProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), 1);
        Endpoint endpoint =
                new Endpoint(proxy.url(), new Credentials.Anonymous(), TenantId.DEFAULT, Duration.ofSeconds(10), 1, 1);
        client = new LokiClient(endpoint, "test");
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
        server.stop(0);
    }

    @Test
    void answers_areHandedThroughWhole() {
        assertThat(ask()).isEqualTo(new Answered<>(LABELS));
        assertThat(proxy.answered()).isOne();
        assertThat(proxy.spoilt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_MANY, RATE_LIMITED",
        "TOO_MANY_FOR_NOW, RATE_LIMITED",
        "INTERNAL_ERROR, SERVER_ERROR",
        "BAD_GATEWAY, SERVER_ERROR",
        "NOT_READY, SERVER_ERROR",
        "CUT_BODY, CUT_OFF",
        "HALF_JSON, UNREADABLE",
        "SIGN_IN_PAGE, UNREADABLE",
        "REFUSED_CONNECTION, UNREACHABLE",
    })
    void fault_isNoAnswerUntilItIsOver(UpstreamFault fault, Reason reason) {
        proxy.inject(fault, 1);

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Unavailable.class, reply -> assertThat(reply.reason()).isEqualTo(reason));

        proxy.heal();

        assertThat(ask()).isEqualTo(new Answered<>(LABELS));
    }

    @Test
    void slowBody_isAnAnswer() {
        proxy.inject(UpstreamFault.SLOW_BODY, 1);

        assertThat(ask()).isEqualTo(new Answered<>(LABELS));
        assertThat(proxy.spoilt()).isOne();
    }

    @Test
    void noAnswer_endsWithTheFault() throws Exception {
        proxy.inject(UpstreamFault.NO_ANSWER, 1);
        Thread asking = Thread.ofVirtual().start(this::ask);
        while (proxy.spoilt() == 0) {
            Thread.onSpinWait();
        }
        assertThat(asking.isAlive()).isTrue();

        proxy.heal();

        assertThat(asking.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aShare_hitsSome() {
        proxy.inject(UpstreamFault.SIGN_IN_PAGE, 0.3);

        for (int i = 0; i < 40; i++) {
            ask();
        }

        assertThat(proxy.spoilt()).isBetween(1L, 39L).isEqualTo(40 - proxy.answered());
    }

    private Reply<List<String>> ask() {
        return client.labelNames(TimeWindow.before(Instant.EPOCH.plusSeconds(60), Duration.ofMinutes(1)));
    }
}
