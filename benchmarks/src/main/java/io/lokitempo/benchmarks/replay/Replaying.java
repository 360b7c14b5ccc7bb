package io.lokitempo.benchmarks.replay;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.stream.FindingTopology;
import io.lokitempo.benchmarks.replay.StoredWindows.Arrival;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;

/** The analyzer's own topology, fed from what is stored, and the last state of whatever it raises. */
final class Replaying implements AutoCloseable {
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, LogPattern> patterns;
    private final TestInputTopic<String, PatternCounts> lines;
    private final TestInputTopic<String, SpanWindow> spans;
    private final TestOutputTopic<String, Anomaly> toldAnomalies;
    private final TestOutputTopic<String, Incident> toldIncidents;
    private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private Instant now = Instant.MIN;

    Replaying(Detection detection) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "replay");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, System.getProperty("java.io.tmpdir"));
        driver = new TopologyTestDriver(FindingTopology.of(detection, Stores::inMemoryKeyValueStore), properties);
        patterns = input(Topic.LOG_PATTERNS);
        lines = input(Topic.PATTERN_COUNTS);
        spans = input(Topic.SPAN_WINDOWS);
        toldAnomalies = output(Topic.ANOMALIES);
        toldIncidents = output(Topic.INCIDENTS);
    }

    void take(Arrival arrival) {
        if (!arrival.at().equals(now)) {
            collect();
            now = arrival.at();
        }
        switch (arrival.value()) {
            case LogPattern pattern -> patterns.pipeInput(pattern.id(), pattern, now);
            case PatternCounts counts -> lines.pipeInput(Keys.of(counts), counts, now);
            case SpanWindow window -> spans.pipeInput(Keys.of(window), window, now);
            default ->
                throw new IllegalArgumentException(
                        "no topic of " + arrival.value().getClass());
        }
    }

    /** By id, in the order in which they were first told. */
    Map<String, Anomaly> anomalies() {
        collect();
        return anomalies;
    }

    /** By id, in the order in which they were first told. */
    Map<String, Incident> incidents() {
        collect();
        return incidents;
    }

    @Override
    public void close() {
        driver.close();
    }

    private void collect() {
        toldAnomalies.readValuesToList().forEach(anomaly -> anomalies.put(anomaly.id(), anomaly));
        toldIncidents.readValuesToList().forEach(incident -> incidents.put(incident.id(), incident));
        // The driver keeps all output until it is read, changelogs, too.
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    private <V> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), JsonSerde.of(topic).serializer());
    }

    private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), JsonSerde.of(topic).deserializer());
    }
}
