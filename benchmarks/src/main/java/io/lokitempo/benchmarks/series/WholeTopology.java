package io.lokitempo.benchmarks.series;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.analyzer.stream.FindingTopology;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.topic.FindingJson;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
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
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The same services through all stages of the stream, from JSON to JSON, with stores in memory: lanes added up, sketches
 * read and written, edges told, incidents grouped. A broker and RocksDB are not in it.
 */
final class WholeTopology implements AutoCloseable {
    private static final String CHANGELOG = "series-series-changelog";

    private final Services services;
    private final int count;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, String> lines;
    private final TestInputTopic<String, String> spans;
    private final Map<String, Integer> stateBytes = new HashMap<>();

    WholeTopology(Services services, int count, Detection detection) {
        this.services = services;
        this.count = count;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "series");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, System.getProperty("java.io.tmpdir"));
        driver = new TopologyTestDriver(FindingTopology.of(detection, Stores::inMemoryKeyValueStore), properties);
        lines = driver.createInputTopic(Topic.PATTERN_COUNTS.name(), new StringSerializer(), new StringSerializer());
        spans = driver.createInputTopic(Topic.SPAN_WINDOWS.name(), new StringSerializer(), new StringSerializer());
    }

    /** CPU nanoseconds that the stream took for one minute of all services. */
    long minute(int minute) {
        List<TestRecord<String, String>> counts = new ArrayList<>();
        List<TestRecord<String, String>> lanes = new ArrayList<>();
        for (int service = 0; service < count; service++) {
            PatternCounts lined = services.lines(service, minute);
            counts.add(record(Keys.of(lined), lined, minute));
            SpanWindow lane = lane(services.spans(service, minute));
            lanes.add(record(Keys.of(lane), lane, minute));
        }
        long began = SeriesSpeed.cpuNanos();
        lines.pipeRecordList(counts);
        spans.pipeRecordList(lanes);
        long took = SeriesSpeed.cpuNanos() - began;
        collect();
        return took;
    }

    /** Mean of what the changelog holds of a series, without its key. */
    long bytesASeries() {
        return Math.round(stateBytes.values().stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0));
    }

    int series() {
        return stateBytes.size();
    }

    @Override
    public void close() {
        driver.close();
    }

    private void collect() {
        for (String topic : driver.producedTopicNames()) {
            var records = driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                    .readKeyValuesToList();
            if (topic.equals(CHANGELOG)) {
                records.forEach(record -> stateBytes.put(record.key, record.value.length));
            }
        }
    }

    private static TestRecord<String, String> record(String key, Object value, int minute) {
        return new TestRecord<>(
                key,
                FindingJson.MAPPER.writeValueAsString(value),
                Services.window(minute).end());
    }

    private static SpanWindow lane(ServiceSpans sums) {
        return new SpanWindow(
                sums.scope(), sums.service(), sums.window(), 0, 1, 0, sums.operations(), sums.calls(), sums.sampling());
    }
}
