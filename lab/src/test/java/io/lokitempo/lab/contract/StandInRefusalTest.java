package io.lokitempo.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.contract.Server.Answer;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stand-in does not do it says by name, and that it is one it says in every answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInRefusalTest {
    private final LokiStandIn loki = LokiStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);
    private final TempoStandIn tempo = TempoStandIn.start("127.0.0.1", 0, StandInLimits.DEFAULT);

    @AfterAll
    void stop() {
        loki.close();
        tempo.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', textBlock = """
            {app="x"} |= ip("10.0.0.1"); the function "ip()"
            {app="x"} | a = ip("10.0.0.1"); the function "ip()"
            {app="x"} |> "<_> failed"; the line filter "|>"
            {app="x"} | unpack; the stage "unpack"
            {app="x"} | line_format "{{ .a | ToUpper }}"; the template action "{{.a | ToUpper}}"
            label_replace(rate({app="x"}[1m]), "a", "$1", "b", "(.*)"); the function "label_replace()"
            sum(rate({app="x"}[1m])) / on(a) group_left sum(rate({app="x"}[1m])); the modifier "group_left"
            rate({app="x"}[1h:1m]); the subquery [1h:1m]
            """)
    void logql_thatIsNotSupported_isRefusedByName(String query, String what) {
        Answer answer = new Server(loki.url()).get("/loki/api/v1/query_range", "query", query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().replace("{{ .a | ToUpper }}", "{{.a | ToUpper}}"))
                .startsWith("stand-in: " + what + " is not supported; supported: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', textBlock = """
            { !(name = "x") }; the operator "!"
            { span.a + 1 = 2 }; the operator "+"
            { span.a = nil }; the comparison "= nil"
            { name = "x" } !>> { }; the structural operator "!>>"
            { } | compare({ status = error }); the function "compare()"
            { } | rate() with (sample=true); the hint "sample"
            { childCount > 1 }; the intrinsic "childCount"
            """)
    void traceql_thatIsNotSupported_isRefusedByName(String query, String what) {
        Answer answer = new Server(tempo.url()).get("/api/search", "q", query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("stand-in: " + what + " is not supported; supported: ");
    }

    @Test
    void endpoints_thatAreNotSupported_areRefusedByName() {
        assertThat(new Server(loki.url()).get("/loki/api/v1/tail").body())
                .startsWith("stand-in: the endpoint \"tail\" is not supported; supported: push, query_range");
        assertThat(new Server(loki.url()).get("/loki/api/v1/patterns").status()).isEqualTo(404);
    }

    @Test
    void everyAnswer_saysThatItIsAStandIns() throws IOException, InterruptedException {
        Server server = new Server(loki.url());
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Void> unknown =
                    http.send(server.request("/nope").build(), HttpResponse.BodyHandlers.discarding());
            assertThat(unknown.headers().firstValue("X-Lab-Stand-In")).hasValue("true");
        }
        assertThat(server.get("/loki/api/v1/status/buildinfo")
                        .json()
                        .path("version")
                        .stringValue())
                .matches("[0-9.]+-standin");
        assertThat(new Server(tempo.url())
                        .get("/api/status/buildinfo")
                        .json()
                        .path("version")
                        .stringValue())
                .matches("v[0-9.]+-standin");
    }

    @Test
    void query_thatTakesTooLong_isEnded() {
        StandInLimits hasty = new StandInLimits(Duration.ofDays(1), 10_000, 10_000, Duration.ofNanos(1));
        try (LokiStandIn slow = LokiStandIn.start("127.0.0.1", 0, hasty)) {
            Server server = new Server(slow.url());
            LogPush push = new LogPush().stream(Map.of("app", "x"));
            long now = Instant.now().toEpochMilli() * 1_000_000;
            for (int line = 0; line < 2_000; line++) {
                push.line(now - line, "line " + line);
            }
            assertThat(server.postJson("/loki/api/v1/push", push.body()).status())
                    .isEqualTo(204);
            Answer ended = server.get("/loki/api/v1/query_range", "query", "{app=\"x\"} |= \"none\"");
            assertThat(ended.status()).isEqualTo(504);
            assertThat(ended.body()).startsWith("stand-in: the query was ended after");
        }
    }

    @Test
    void tenants_doNotSeeEachOther() {
        Server server = new Server(loki.url());
        long now = Instant.now().toEpochMilli() * 1_000_000;
        server.postJson(
                "/loki/api/v1/push",
                new LogPush().stream(Map.of("app", "mine")).line(now, "x").body());
        assertThat(series(server, "fake")).isEqualTo(1);
        assertThat(series(server, "other")).isZero();
    }

    private static int series(Server server, String tenant) {
        String query = Server.encoded("match[]", "{app=\"mine\"}");
        return server.send(server.request("/loki/api/v1/series?" + query).header("X-Scope-OrgID", tenant))
                .json()
                .path("data")
                .size();
    }
}
