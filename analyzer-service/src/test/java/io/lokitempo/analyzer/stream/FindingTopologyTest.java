package io.lokitempo.analyzer.stream;

import static io.lokitempo.analyzer.stream.Telemetry.CHECKOUT;
import static io.lokitempo.analyzer.stream.Telemetry.PAYMENT;
import static io.lokitempo.analyzer.stream.Telemetry.SCOPE;
import static io.lokitempo.analyzer.stream.Telemetry.WEB;
import static io.lokitempo.analyzer.stream.Telemetry.lane;
import static io.lokitempo.analyzer.stream.Telemetry.lines;
import static io.lokitempo.analyzer.stream.Telemetry.minute;
import static io.lokitempo.analyzer.stream.Telemetry.operation;
import static io.lokitempo.analyzer.stream.Telemetry.pattern;
import static io.lokitempo.analyzer.stream.Telemetry.shop;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.State;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class FindingTopologyTest {
    private static final int ONSET = 15;

    @TempDir
    Path states;

    private final List<TopologyTestDriver> opened = new ArrayList<>();

    private TopologyTestDriver driver() {
        StreamSettings settings =
                new StreamSettings(states.resolve("driver-" + opened.size()).toString(), 1, Duration.ofMinutes(15));
        TopologyTestDriver driver = new TopologyTestDriver(
                FindingTopology.of(
                        new Detection(FalseAlarmBudget.DEFAULT, settings.alertHorizon()),
                        Stores::inMemoryKeyValueStore),
                StreamConfiguration.properties(new KafkaProperties(), settings));
        opened.add(driver);
        return driver;
    }

    @AfterEach
    void close() {
        opened.forEach(TopologyTestDriver::close);
    }

    private static void spans(TopologyTestDriver driver, List<SpanWindow> windows) {
        var input = driver.createInputTopic(
                Topic.SPAN_WINDOWS.name(),
                new StringSerializer(),
                JsonSerde.of(Topic.SPAN_WINDOWS).serializer());
        windows.forEach(window ->
                input.pipeInput(Keys.of(window), window, window.window().end()));
    }

    private static void counts(TopologyTestDriver driver, PatternCounts counts) {
        driver.createInputTopic(
                        Topic.PATTERN_COUNTS.name(),
                        new StringSerializer(),
                        JsonSerde.of(Topic.PATTERN_COUNTS).serializer())
                .pipeInput(Keys.of(counts), counts, counts.window().end());
    }

    private static <V> TestOutputTopic<String, V> output(TopologyTestDriver driver, Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), JsonSerde.of(topic).deserializer());
    }

    private static <V> List<V> read(TopologyTestDriver driver, Topic<V> topic) {
        return output(driver, topic).readValuesToList();
    }

    @Test
    void lanes_areAddedUpWhenAllAreThere() {
        TopologyTestDriver driver = driver();
        spans(driver, List.of(lane(0, 0, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 3, 1, 100, 1))));
        assertThat(read(driver, Topic.SERVICE_WINDOWS)).isEmpty();
        spans(driver, List.of(lane(0, 1, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 4, 0, 100, 1))));
        assertThat(read(driver, Topic.SERVICE_WINDOWS)).singleElement().satisfies(window -> {
            assertThat(window.revision()).isZero();
            assertThat(window.stats().requests()).isEqualTo(7);
            assertThat(window.stats().errors()).isEqualTo(1);
            assertThat(window.stats().latency().count()).isEqualTo(7);
        });
    }

    @Test
    void laneReadAgain_replacesItsShare_andWhatIsGoneBecomesZero() {
        TopologyTestDriver driver = driver();
        spans(
                driver,
                List.of(
                        lane(0, 0, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 3, 0, 100, 1)),
                        lane(0, 1, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 4, 0, 100, 1)),
                        lane(0, 1, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 9, 0, 100, 1)),
                        lane(0, 0, 2, 1, PAYMENT, operation(PAYMENT, "GET /status", 1, 0, 100, 1)),
                        lane(0, 1, 2, 1, PAYMENT)));
        List<ServiceWindow> windows = read(driver, Topic.SERVICE_WINDOWS);
        Map<String, ServiceWindow> newest = new HashMap<>();
        windows.forEach(window -> newest.put(window.stats().operation().name(), window));
        assertThat(windows).extracting(ServiceWindow::revision).isSorted();
        assertThat(Objects.requireNonNull(newest.get("POST /charge")).stats().requests())
                .isZero();
        assertThat(Objects.requireNonNull(newest.get("POST /charge")).revision())
                .isEqualTo(2);
        assertThat(Objects.requireNonNull(newest.get("GET /status")).stats().requests())
                .isEqualTo(1);
    }

    @Test
    void laneReadAgainWhenTheOthersAreForgotten_doesNotStandForAll() {
        TopologyTestDriver driver = driver();
        for (int minute : List.of(0, 200)) {
            spans(
                    driver,
                    List.of(
                            lane(minute, 0, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 3, 0, 100, 1)),
                            lane(minute, 1, 2, 0, PAYMENT, operation(PAYMENT, "POST /charge", 4, 0, 100, 1))));
        }
        assertThat(read(driver, Topic.SERVICE_WINDOWS)).hasSize(2);
        spans(driver, List.of(lane(0, 1, 2, 1, PAYMENT, operation(PAYMENT, "POST /charge", 9, 0, 100, 1))));
        assertThat(read(driver, Topic.SERVICE_WINDOWS)).isEmpty();
    }

    @Test
    void laneThatNeverSawTheService_isWaitedForTwoWindows() {
        TopologyTestDriver driver = driver();
        for (int minute = 0; minute < 3; minute++) {
            spans(driver, List.of(lane(minute, 5, 8, 0, PAYMENT, operation(PAYMENT, "POST /charge", 3, 0, 100, 1))));
        }
        assertThat(read(driver, Topic.SERVICE_WINDOWS)).singleElement().satisfies(window -> {
            assertThat(window.window()).isEqualTo(minute(0));
            assertThat(window.revision()).isNegative();
        });
        spans(driver, List.of(lane(0, 2, 8, 0, PAYMENT, operation(PAYMENT, "POST /charge", 1, 0, 100, 1))));
        assertThat(read(driver, Topic.SERVICE_WINDOWS))
                .singleElement()
                .satisfies(window -> assertThat(window.stats().requests()).isEqualTo(4));
    }

    @Test
    void slowPayment_isOneIncident_withPaymentSuspectedFirst() {
        TopologyTestDriver driver = driver();
        for (int minute = 0; minute < ONSET; minute++) {
            spans(driver, shop(minute, 100, 0));
        }
        for (int minute = ONSET; minute < ONSET + 4; minute++) {
            spans(driver, shop(minute, 900, 0));
        }
        List<Anomaly> anomalies = read(driver, Topic.ANOMALIES);
        assertThat(anomalies).extracting(Anomaly::service).contains(WEB, CHECKOUT, PAYMENT);
        assertThat(anomalies).extracting(Anomaly::kind).containsOnly(AnomalyKind.LATENCY);

        List<Incident> incidents = read(driver, Topic.INCIDENTS);
        Incident incident = incidents.getLast();
        assertThat(incidents).extracting(Incident::id).containsOnly(incident.id());
        assertThat(incident.services()).containsExactlyInAnyOrder(WEB, CHECKOUT, PAYMENT);
        assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(incident.onset()).isEqualTo(minute(ONSET).start());
        assertThat(incident.title()).startsWith("payment: p95 of POST /charge").contains("checkout", "web");
        assertThat(incident.suspects().getFirst().service()).isEqualTo(PAYMENT);
        assertThat(incident.suspects())
                .extracting(Incident.Suspect::score)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(incident.suspects().stream()
                        .mapToDouble(Incident.Suspect::score)
                        .sum())
                .isLessThanOrEqualTo(1);
        assertThat(incident.suspects().getFirst().contributions())
                .anySatisfy(contribution -> assertThat(contribution.reason()).contains("nothing it depends on"))
                .allSatisfy(contribution -> assertThat(contribution.evidence()).isNotEmpty());

        for (int minute = ONSET + 4; minute < ONSET + 12; minute++) {
            spans(driver, shop(minute, 100, 0));
        }
        Incident ended = read(driver, Topic.INCIDENTS).getLast();
        assertThat(ended.id()).isEqualTo(incident.id());
        assertThat(ended.state()).isEqualTo(State.RESOLVED);
        assertThat(ended.resolvedAt()).isEqualTo(minute(ONSET + 8).end());
    }

    @Test
    void anomalyAndIncident_areCloudEvents() {
        TopologyTestDriver driver = driver();
        for (int minute = 0; minute < ONSET + 2; minute++) {
            spans(driver, shop(minute, 100, minute < ONSET ? 0 : 50));
        }
        TestRecord<String, Anomaly> record =
                output(driver, Topic.ANOMALIES).readRecordsToList().getFirst();
        assertThat(record.key()).isEqualTo(record.value().id());
        assertThat(header(record, "ce_id")).isEqualTo(record.value().id() + "/0");
        assertThat(header(record, "ce_type")).isEqualTo("io.lokitempo.anomaly.opened");
        assertThat(header(record, "ce_source")).isEqualTo("/lokitempo/" + SCOPE);
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_subject")).isEqualTo(record.value().id());
        assertThat(header(record, "ce_time")).isEqualTo(minute(ONSET).end().toString());
        TestRecord<String, Incident> incident =
                output(driver, Topic.INCIDENTS).readRecordsToList().getFirst();
        assertThat(header(incident, "ce_type")).isEqualTo("io.lokitempo.incident.opened");
        assertThat(header(incident, "ce_id")).isEqualTo(incident.key() + "/0");
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void restartWithTheSameState_goesOnWithTheSameIds() {
        TopologyTestDriver before = driver();
        for (int minute = 0; minute < ONSET + 2; minute++) {
            spans(before, shop(minute, 100, minute < ONSET ? 0 : 50));
        }
        List<Anomaly> opened = read(before, Topic.ANOMALIES);
        List<Incident> incidents = read(before, Topic.INCIDENTS);
        TopologyTestDriver after = driver();
        List.of(
                        FindingStores.LANES,
                        FindingStores.SERVICES,
                        FindingStores.SERIES,
                        FindingStores.SEASONS,
                        FindingStores.INCIDENTS)
                .forEach(store -> copy(before, after, store));
        for (int minute = ONSET + 2; minute < ONSET + 12; minute++) {
            spans(after, shop(minute, 100, 0));
        }
        List<Anomaly> resolved = read(after, Topic.ANOMALIES);
        assertThat(resolved).extracting(Anomaly::state).containsOnly(State.RESOLVED);
        assertThat(resolved)
                .extracting(Anomaly::id)
                .containsExactlyInAnyOrderElementsOf(
                        opened.stream().map(Anomaly::id).distinct().toList());
        assertThat(read(after, Topic.INCIDENTS).getLast()).satisfies(incident -> {
            assertThat(incident.id()).isEqualTo(incidents.getFirst().id());
            assertThat(incident.state()).isEqualTo(State.RESOLVED);
        });
    }

    private static void copy(TopologyTestDriver from, TopologyTestDriver to, String store) {
        KeyValueStore<Object, Object> source = from.getKeyValueStore(store);
        KeyValueStore<Object, Object> target = to.getKeyValueStore(store);
        try (KeyValueIterator<Object, Object> all = source.all()) {
            all.forEachRemaining((KeyValue<Object, Object> entry) -> target.put(entry.key, entry.value));
        }
    }

    @Test
    void replay_tellsTheSame() {
        List<List<?>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            TopologyTestDriver driver = driver();
            for (int minute = 0; minute < ONSET + 15; minute++) {
                spans(driver, shop(minute, minute >= ONSET && minute < ONSET + 5 ? 700 : 100, 1));
                counts(driver, lines(minute, CHECKOUT, pattern("pat-a", LogLevel.ERROR, minute >= ONSET ? 30 : 1)));
            }
            runs.add(List.of(read(driver, Topic.ANOMALIES), read(driver, Topic.INCIDENTS)));
        }
        assertThat(runs.get(0).getFirst())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .isNotEmpty();
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
    }

    @Test
    void successor_isNotNew() {
        TopologyTestDriver driver = driver();
        for (int minute = 0; minute < 20; minute++) {
            counts(driver, lines(minute, CHECKOUT, pattern("pat-a", LogLevel.ERROR, 2)));
        }
        LogPattern old = new LogPattern(
                "pat-a",
                SCOPE,
                CHECKOUT,
                "failed <num>",
                LogLevel.ERROR,
                minute(0).start(),
                "failed 1",
                "pat-b");
        driver.createInputTopic(
                        Topic.LOG_PATTERNS.name(),
                        new StringSerializer(),
                        JsonSerde.of(Topic.LOG_PATTERNS).serializer())
                .pipeInput(old.id(), old);
        counts(driver, lines(20, CHECKOUT, pattern("pat-b", LogLevel.ERROR, 2)));
        assertThat(read(driver, Topic.ANOMALIES)).isEmpty();
        counts(driver, lines(21, CHECKOUT, pattern("pat-c", LogLevel.ERROR, 2)));
        assertThat(read(driver, Topic.ANOMALIES))
                .singleElement()
                .satisfies(anomaly -> assertThat(anomaly.patternId()).isEqualTo("pat-c"));
    }
}
