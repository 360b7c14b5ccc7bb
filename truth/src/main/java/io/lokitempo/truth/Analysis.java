package io.lokitempo.truth;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.analyzer.stream.FindingTopology;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;

/**
 * What the analyzer makes of a shop, minute by minute and without a clock: its own reduction of lines and spans, then its
 * own topology. Only the reading from Loki and Tempo is left out, which {@code ./bench faults} has on trial.
 */
final class Analysis implements Reduction.Output, AutoCloseable {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration ALERT_HORIZON = Duration.ofMinutes(15);
    private static final Set<Topic<?>> STORED_AS_THEY_COME = Set.of(Topic.LOG_PATTERNS, Topic.PATTERN_COUNTS);
    private static final List<Topic<?>> STORED =
            List.of(Topic.SERVICE_WINDOWS, Topic.SERVICE_EDGES, Topic.ANOMALIES, Topic.INCIDENTS, Topic.CHANGES);

    private final Scope scope;
    private final TopologyTestDriver driver;
    private final Map<Topic<?>, TestInputTopic<String, ?>> inputs = new HashMap<>();
    private final Reduction reduction;
    private final List<Object> findings = new ArrayList<>();

    private Analysis(Scope scope) {
        this.scope = scope;
        this.reduction = new Reduction(scope, this);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "truth");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, System.getProperty("java.io.tmpdir"));
        this.driver = new TopologyTestDriver(
                FindingTopology.of(
                        new Detection(FalseAlarmBudget.DEFAULT, ALERT_HORIZON), Stores::inMemoryKeyValueStore),
                properties);
    }

    /** Everything that the analyzer would have put on its topics for the store, oldest first. */
    static List<Object> of(Play play, Scope scope) {
        try (Analysis analysis = new Analysis(scope)) {
            TimeWindow whole = play.whole();
            Play.Moved feed = play.from(whole.start());
            for (Instant minute = whole.start(); minute.isBefore(whole.end()); minute = minute.plus(MINUTE)) {
                TimeWindow window = new TimeWindow(minute, minute.plus(MINUTE));
                analysis.reduction.read(window, feed.advanceTo(window.end().plus(Reduction.LAG)));
                analysis.collect();
            }
            analysis.readThrough(whole);
            return analysis.findings;
        }
    }

    @Override
    public <V> void put(Topic<V> topic, String key, TimeWindow window, V value) {
        if (STORED_AS_THEY_COME.contains(topic)) {
            findings.add(value);
        }
        pipe(topic, key, window, value);
    }

    @SuppressWarnings("unchecked") // an input is made for values of its topic
    private <V> void pipe(Topic<V> topic, String key, TimeWindow window, V value) {
        TestInputTopic<String, V> input = (TestInputTopic<String, V>) inputs.computeIfAbsent(
                topic,
                _ -> driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        JsonSerde.of(topic).serializer()));
        input.pipeInput(key, value, window.end());
    }

    /** The driver keeps all output in memory until it is read, changelogs, too. */
    private void collect() {
        STORED.forEach(topic -> findings.addAll(driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        JsonSerde.of(topic).deserializer())
                .readValuesToList()));
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    private void readThrough(TimeWindow whole) {
        reduction.services().forEach(service -> mark(whole, new SourceId(scope, SourceId.Kind.LOGS, service.value())));
        mark(whole, new SourceId(scope, SourceId.Kind.TRACES, "lane-0"));
    }

    private void mark(TimeWindow whole, SourceId source) {
        findings.add(new Watermark(
                source,
                whole.start(),
                List.of(whole),
                List.of(),
                Reduction.LAG,
                whole.end().plus(Reduction.LAG)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
