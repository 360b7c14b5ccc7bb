package io.lokitempo.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {
    private static final Scope SCOPE = new Scope(TenantId.DEFAULT, Scope.backendOf("http://loki:3100", ""));
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-22T14:00:00Z"), Instant.parse("2026-11-22T14:01:00Z"));
    private static final ServiceName CHECKOUT = new ServiceName("checkout");

    @Test
    void spanWindow_writtenAndRead_isEqual() {
        SpanWindow window = new SpanWindow(
                SCOPE,
                CHECKOUT,
                WINDOW,
                0,
                1,
                2,
                List.of(new OperationStats(
                        new Operation(CHECKOUT, "POST /checkout", SpanKind.SERVER, "2.5.0"),
                        3,
                        1,
                        LatencySketch.of(1_000, 2_000, 3_000),
                        4_000,
                        List.of(new Exemplar(TraceId.of("4bf92f"), 3_000, true)))),
                List.of(new CallStats(ServiceName.UNKNOWN, CHECKOUT, 3, 1, LatencySketch.of(5))),
                Sampling.EXACT);
        assertThat(roundTrip(Topic.SPAN_WINDOWS, window)).isEqualTo(window);
    }

    @Test
    void patternCounts_writtenAndRead_isEqual() {
        PatternCounts counts = new PatternCounts(
                SCOPE,
                CHECKOUT,
                WINDOW,
                0,
                5,
                1,
                Map.of(LogLevel.ERROR, 4L, LogLevel.INFO, 1L),
                List.of(new PatternCounts.PatternCount(
                        "pat-00000001", 4, LogLevel.ERROR, List.of(TraceId.of("1")), "boom <num>")),
                Sampling.EXACT);
        assertThat(roundTrip(Topic.PATTERN_COUNTS, counts)).isEqualTo(counts);
    }

    @Test
    void json_usesPlainNamesAndIsoTimes() {
        PatternCounts counts = new PatternCounts(SCOPE, CHECKOUT, WINDOW, 0, 0, 0, Map.of(), List.of(), Sampling.EXACT);
        assertThat(FindingJson.MAPPER.writeValueAsString(counts))
                .contains("\"service\":\"checkout\"")
                .contains("\"tenant\":\"-\"")
                .contains("\"start\":\"2026-11-22T14:00:00Z\"");
    }

    @Test
    void anomaly_ofAnEarlierWriter_isNotMuted() {
        String earlier = """
                {"id":"ano-1","revision":0,"scope":{"tenant":"-","backend":"0123abcd"},"service":"checkout","operation":"",
                 "kind":"LATENCY","state":"OPEN","severity":"INFO","onset":"2026-11-22T14:00:00Z",
                 "lastSeen":"2026-11-22T14:01:00Z","measure":"p99 ms","expected":{"low":1,"typical":2,"high":3},
                 "observed":9,"score":8,"reason":"slow","evidence":{"patterns":[],"traces":[],"windows":[]}}
                """;
        assertThat(FindingJson.MAPPER.readValue(earlier, Anomaly.class).muted()).isFalse();
    }

    @Test
    void deserializer_ofOtherBytes_saysWhatWasExpected() {
        byte[] bytes = "{\"service\":7".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(
                        () -> JsonSerde.of(Topic.PATTERN_COUNTS).deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("not a PatternCounts of t");
    }

    private static <T> T roundTrip(Topic<T> topic, T value) {
        JsonSerde<T> serde = JsonSerde.of(topic);
        return serde.deserializer().deserialize(topic.name(), serde.serializer().serialize(topic.name(), value));
    }
}
