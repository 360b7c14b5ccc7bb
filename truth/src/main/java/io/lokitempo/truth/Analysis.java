package io.lokitempo.truth;

import io.lokitempo.analyzer.aggregate.LineTally;
import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.analyzer.aggregate.SpanTally;
import io.lokitempo.analyzer.aggregate.TraceSpans;
import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.analyzer.stream.FindingTopology;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.lab.shop.Telemetry;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
final class Analysis implements AutoCloseable {
    /** How long a window settles: spans that end later are not in it, as when they are read from Tempo. */
    static final Duration LAG = Duration.ofSeconds(45);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TRACE_LASTS = Duration.ofMinutes(5);
    private static final Duration ALERT_HORIZON = Duration.ofMinutes(15);
    private static final List<Topic<?>> STORED =
            List.of(Topic.SERVICE_WINDOWS, Topic.SERVICE_EDGES, Topic.ANOMALIES, Topic.INCIDENTS, Topic.CHANGES);

    private final Scope scope;
    private final TopologyTestDriver driver;
    private final Map<Topic<?>, TestInputTopic<String, ?>> inputs = new HashMap<>();
    private final Map<ServiceName, ServicePatterns> patterns = new TreeMap<>();
    private final Set<ServiceName> traced = new TreeSet<>();
    private final Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    private final List<Object> findings = new ArrayList<>();
    private List<LogLine> waiting = new ArrayList<>();

    private Analysis(Scope scope) {
        this.scope = scope;
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
                analysis.take(feed.advanceTo(window.end().plus(LAG)));
                analysis.close(window);
            }
            analysis.readThrough(whole);
            return analysis.findings;
        }
    }

    private void take(Telemetry telemetry) {
        waiting.addAll(telemetry.lines());
        telemetry
                .spans()
                .forEach(span -> traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>())
                        .add(span));
    }

    private void close(TimeWindow window) {
        Map<ServiceName, List<LogLine>> lines = new TreeMap<>();
        List<LogLine> later = new ArrayList<>();
        for (LogLine line : waiting) {
            if (line.timestampNanos() < window.endNanos()) {
                lines.computeIfAbsent(Truth.serviceOf(line), _ -> new ArrayList<>())
                        .add(line);
            } else {
                later.add(line);
            }
        }
        waiting = later;
        lines.keySet().forEach(service -> patterns.computeIfAbsent(service, this::nothingMined));
        patterns.forEach((service, known) -> count(known, window, lines.getOrDefault(service, List.of())));
        count(window);
        traces.values()
                .removeIf(spans ->
                        spans.stream().allMatch(span -> span.endNanos() < window.endNanos() - TRACE_LASTS.toNanos()));
        collect();
    }

    private void count(ServicePatterns known, TimeWindow window, List<LogLine> lines) {
        LineTally tally = new LineTally(known, window);
        lines.forEach(tally::add);
        PatternCounts counts = tally.close(0);
        known.changes().forEach(pattern -> {
            findings.add(pattern);
            pipe(Topic.LOG_PATTERNS, pattern.id(), window, pattern);
        });
        findings.add(counts);
        pipe(Topic.PATTERN_COUNTS, Keys.of(counts), window, counts);
    }

    private void count(TimeWindow window) {
        SpanTally tally = new SpanTally(scope, window, 0, 1);
        traces.forEach((id, spans) -> {
            if (spans.stream()
                    .anyMatch(span ->
                            span.startNanos() >= window.startNanos() && span.startNanos() < window.endNanos())) {
                tally.add(new TraceSpans(id, spans));
            }
        });
        for (SpanWindow seen : tally.close(traced, 0, Sampling.EXACT)) {
            traced.add(seen.service());
            pipe(Topic.SPAN_WINDOWS, Keys.of(seen), window, seen);
        }
    }

    private ServicePatterns nothingMined(ServiceName service) {
        return new ServicePatterns(scope, service, MinerBounds.DEFAULT, line -> line, List.of());
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
        patterns.keySet().forEach(service -> mark(whole, new SourceId(scope, SourceId.Kind.LOGS, service.value())));
        mark(whole, new SourceId(scope, SourceId.Kind.TRACES, "lane-0"));
    }

    private void mark(TimeWindow whole, SourceId source) {
        findings.add(new Watermark(
                source,
                whole.start(),
                List.of(whole),
                List.of(),
                LAG,
                whole.end().plus(LAG)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
