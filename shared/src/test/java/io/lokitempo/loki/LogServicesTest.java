package io.lokitempo.loki;

import static io.lokitempo.upstream.ScriptedServer.json;
import static io.lokitempo.upstream.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import io.lokitempo.upstream.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogServicesTest {
    private static final TimeWindow WINDOW =
            TimeWindow.before(Instant.parse("2026-11-22T14:00:00Z"), Duration.ofHours(1));
    private static final ServiceName WEB = new ServiceName("web");

    @Test
    void discover_serviceUnderTwoLabels_hasSelectorsThatShareNoStream() {
        try (ScriptedServer server = new ScriptedServer(
                        values("\"web\",\"pay\\\"ment\""), values(""), values("\"web\",\"cron\",\" \""));
                LokiClient loki = new LokiClient(Endpoint.at(server.uri()), "test")) {
            LogServices services = new LogServices(loki, List.of("service_name", "service", "app"));
            assertThat(services.discover(WINDOW))
                    .isEqualTo(new Answered<>(
                            Map.of(
                                    WEB,
                                    List.of("{service_name=\"web\"}", "{app=\"web\",service_name=\"\",service=\"\"}"),
                                    new ServiceName("pay\"ment"),
                                    List.of("{service_name=\"pay\\\"ment\"}"),
                                    new ServiceName("cron"),
                                    List.of("{app=\"cron\",service_name=\"\",service=\"\"}")),
                            List.of("1 values of app are no service names")));
            assertThat(server.seen())
                    .extracting(seen -> seen.path() + " " + seen.parameters().get("query"))
                    .containsExactly(
                            "/loki/api/v1/label/service_name/values {service_name=~\".+\"}",
                            "/loki/api/v1/label/service/values {service=~\".+\",service_name=\"\"}",
                            "/loki/api/v1/label/app/values {app=~\".+\",service_name=\"\",service=\"\"}");
        }
    }

    @Test
    void discover_oneLabelFails_isNoAnswerRatherThanHalfOfOne() {
        try (ScriptedServer server = new ScriptedServer(values("\"web\""), text(400, "too much"));
                LokiClient loki = new LokiClient(Endpoint.at(server.uri()), "test")) {
            assertThat(new LogServices(loki, List.of("service_name", "app")).discover(WINDOW))
                    .isEqualTo(new Refused<>(400, "too much"));
        }
    }

    @Test
    void selectorsOf_knownUnderTheSecondLabel_isThatSelector() {
        try (ScriptedServer server = new ScriptedServer(values(""), values("\"web\""));
                LokiClient loki = new LokiClient(Endpoint.at(server.uri()), "test")) {
            assertThat(new LogServices(loki, List.of("service_name", "app")).selectorsOf(WEB, WINDOW))
                    .isEqualTo(new Answered<>(List.of("{app=\"web\",service_name=\"\"}")));
            assertThat(server.seen().getFirst().parameters()).containsEntry("query", "{service_name=\"web\"}");
        }
    }

    @Test
    void labels_noneOrNoName_areRefused() {
        try (LokiClient loki = new LokiClient(Endpoint.at(java.net.URI.create("http://localhost:1")), "test")) {
            assertThatThrownBy(() -> new LogServices(loki, List.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new LogServices(loki, List.of("app", "a=\"b\"")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ScriptedServer.Reaction values(String values) {
        return json("{\"status\":\"success\",\"data\":[" + values + "]}");
    }
}
