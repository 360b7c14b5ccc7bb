package io.lokitempo.benchmarks.lab;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.stream.FindingTopology;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

/** Tapes through the real topology. */
final class Playing {
    /** Records between two looks at what came out: each look goes through all topics. */
    private static final int READ_EVERY = 500;

    private Playing() {}

    /**
     * What was raised.
     *
     * @param anomalies every record, in the order told
     * @param incidents every record, in the order told
     */
    record Raised(List<Anomaly> anomalies, List<Incident> incidents) {}

    static Raised of(Tape tape, Detection detection) throws IOException {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "lab");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, System.getProperty("java.io.tmpdir"));
        Raised raised = new Raised(new ArrayList<>(), new ArrayList<>());
        try (TopologyTestDriver driver =
                new TopologyTestDriver(FindingTopology.of(detection, Stores::inMemoryKeyValueStore), properties)) {
            TestOutputTopic<String, Anomaly> anomalies = output(driver, Topic.ANOMALIES);
            TestOutputTopic<String, Incident> incidents = output(driver, Topic.INCIDENTS);
            Map<String, TestInputTopic<String, String>> inputs = new HashMap<>();
            long[] played = {0};
            tape.play(entry -> {
                inputs.computeIfAbsent(
                                entry.topic(),
                                topic -> driver.createInputTopic(topic, new StringSerializer(), new StringSerializer()))
                        .pipeInput(entry.key(), entry.value(), entry.at());
                if (++played[0] % READ_EVERY == 0) {
                    raised.anomalies().addAll(anomalies.readValuesToList());
                    raised.incidents().addAll(incidents.readValuesToList());
                    skim(driver);
                }
            });
            raised.anomalies().addAll(anomalies.readValuesToList());
            raised.incidents().addAll(incidents.readValuesToList());
        }
        return raised;
    }

    /** The driver keeps all output in memory until it is read, changelogs, too. */
    private static void skim(TopologyTestDriver driver) {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    private static <V> TestOutputTopic<String, V> output(TopologyTestDriver driver, Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), JsonSerde.of(topic).deserializer());
    }
}
