package io.lokitempo.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.lab.standin.http.ApiServer;
import io.lokitempo.lab.standin.loki.LokiApi;
import io.lokitempo.lab.standin.query.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Answers recorded from Loki 3.7.6 with the requests they answered: their lines are pushed to the stand-in at the time of
 * the recording, and it answers the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedLokiTest {
    private static final String START = "1795335200682584163";
    private static final String END = "1795335860682584163";

    private final ApiServer standIn = ApiServer.start(
            "127.0.0.1",
            0,
            LokiApi.routes(
                    new Bounds(Duration.ofDays(7), 10_000, Duration.ofSeconds(30)),
                    InstantSource.fixed(Instant.ofEpochSecond(1_795_335_900))));
    private final Server server = new Server(standIn.url());

    static JsonNode sample(String name) throws IOException {
        try (InputStream in = RecordedLokiTest.class.getResourceAsStream("/samples/" + name)) {
            return Server.JSON.readTree(Objects.requireNonNull(in, name));
        }
    }

    @BeforeAll
    void push() throws IOException {
        LogPush push = new LogPush();
        for (String name : new String[] {"query_range_categorized_plain", "query_range_categorized"}) {
            for (JsonNode stream : sample("loki/" + name + ".json").at("/data/result")) {
                push.stream(texts(stream.path("stream")));
                stream.path("values")
                        .forEach(value -> push.line(
                                Long.parseLong(value.path(0).stringValue()),
                                value.path(1).stringValue(),
                                texts(value.path(2).path("structuredMetadata"))));
            }
        }
        push.stream(Map.of("app", "orders-db", "env", "staging", "host", "node-0", "level", "debug"))
                .line(1795335790688383284L, "connection 118 acquired from pool size=20 idle=5")
                .line(1795335795688336476L, "connection 119 acquired from pool size=20 idle=9")
                .stream(Map.of("job", "svc"))
                .line(1795335860682584163L, "plain warning: disk nearly full", Map.of("k", "v"))
                .stream(Map.of())
                .line(1795335860682584163L, "x");
        assertThat(server.postJson("/loki/api/v1/push", push.body()).status()).isEqualTo(204);
    }

    @AfterAll
    void stop() {
        standIn.close();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(text -> texts.put(text.getKey(), text.getValue().stringValue()));
        return texts;
    }

    private JsonNode ask(String query, String flags, Object... parameters) {
        String path = "/loki/api/v1/query_range?" + Server.encoded(parameters) + "&" + Server.encoded("query", query);
        return server.send(server.request(path).header("X-Loki-Response-Encoding-Flags", flags))
                .json();
    }

    @Test
    void categorizedLines_areTheRecordedOnes() throws IOException {
        JsonNode recorded = sample("loki/query_range_categorized_plain.json");
        JsonNode answered = ask("{app=\"frontend\"}", "categorize-labels", "limit", 3, "start", START, "end", END);
        assertThat(answered.at("/data/result")).isEqualTo(recorded.at("/data/result"));
        assertThat(Shape.of(answered)).isEqualTo(Shape.of(recorded));
    }

    @Test
    void parsedLines_areTheRecordedOnes() throws IOException {
        JsonNode recorded = sample("loki/query_range_categorized.json");
        JsonNode answered = ask(
                "{app=\"checkout\"} | json | trace_id_extracted=\"907a70c31012f037b64ce4228c38fb29\"",
                "categorize-labels",
                "limit",
                10,
                "start",
                START,
                "end",
                END);
        assertThat(answered.at("/data/result")).isEqualTo(recorded.at("/data/result"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', textBlock = """
            query_discovered_level; {job="svc"}; 3; 1795336700682584163
            query_unknown_service; {service_name="unknown_service"}; 3; 1795336700682584163
            query_range_parse_error_lines; {app="orders-db"} | json; 2; 1795335860682584163
            """)
    void lines_areTheRecordedOnes(String name, String query, int limit, String end) throws IOException {
        JsonNode recorded = sample("loki/" + name + ".json");
        JsonNode answered = ask(query, "", "limit", limit, "start", START, "end", end);
        assertThat(answered.at("/data/result")).isEqualTo(recorded.at("/data/result"));
        assertThat(Shape.of(answered)).isEqualTo(Shape.of(recorded));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', textBlock = """
            query_range_matrix; query_range; sum by (app,level) (count_over_time({app=~".+"}[1m])); step=60
            query_range_instant_type_vector; query; sum by (app) (count_over_time({app=~".+"}[10m])); time=1795335860682584163
            volume; index/volume; {app=~".+"}; limit=10
            volume_range; index/volume_range; {app=~".+"}; step=120&targetLabels=app
            detected_fields_frontend; detected_fields; {app="frontend"}; line_limit=50&limit=5
            labels; labels; {app=~".+"}; x=
            series; series; {app=~".+"}; x=
            """)
    void answers_haveTheRecordedShape(String name, String path, String query, String more) throws IOException {
        String parameters =
                Server.encoded(path.equals("series") ? "match[]" : "query", query, "start", START, "end", END);
        JsonNode answered = server.send(server.request("/loki/api/v1/" + path + "?" + parameters + "&" + more))
                .json();
        assertThat(shapeWithoutLabels(answered)).isEqualTo(shapeWithoutLabels(sample("loki/" + name + ".json")));
    }

    /** The objects of series are labels and nothing else. */
    private static Set<String> shapeWithoutLabels(JsonNode answer) {
        return Shape.of(answer).stream()
                .map(path -> path.replaceFirst("^/data/\\[]/.*", "/data/[]/*"))
                .collect(Collectors.toSet());
    }
}
