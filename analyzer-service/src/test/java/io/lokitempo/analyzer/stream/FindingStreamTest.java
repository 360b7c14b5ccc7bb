package io.lokitempo.analyzer.stream;

import static io.lokitempo.analyzer.stream.Telemetry.shop;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.FalseAlarmBudget;
import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.State;
import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.FindingJson;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class FindingStreamTest {
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path states;

    private final EmbeddedKafkaBroker kafka = new EmbeddedKafkaKraftBroker(1, 1)
            .brokerProperties(
                    Map.of("transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1"));

    @Test
    void stream_comesUpWithItsTopics_goesOnAfterARestart_andSetsPoisonAside() throws Exception {
        kafka.afterPropertiesSet();
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.getBrokersAsString());
        try (Topics topics = new Topics(client, PARTITIONS)) {
            FindingStream first = stream(topics, "first");
            StreamHealth health = new StreamHealth(first);
            first.start();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            topics.start();
            await().atMost(PATIENCE).until(first::isWorking);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            send("{\"lane\": tru".getBytes(UTF_8), 0);
            for (int minute = 0; minute < 32; minute++) {
                send(shop(minute, 100, minute < 30 ? 0 : 60));
            }
            Incident opened = read(
                            Topic.INCIDENTS, incident -> incident.services().size() == 3)
                    .getLast()
                    .value();
            first.stop();
            assertThat(first.isWorking()).isFalse();

            // On another machine, so to speak: all it knows, it has from the changelogs.
            FindingStream second = stream(topics, "restored");
            second.start();
            for (int minute = 32; minute < 42; minute++) {
                send(shop(minute, 100, 0));
            }
            Incident ended = read(Topic.INCIDENTS, incident -> incident.state() == State.RESOLVED)
                    .getLast()
                    .value();
            assertThat(ended.id()).isEqualTo(opened.id());
            assertThat(ended.anomalies()).containsAll(opened.anomalies());
            List<Anomaly> undisturbed = undisturbed();
            assertThat(readUntil(Topic.ANOMALIES, found -> found.size() >= undisturbed.size()))
                    .extracting(ConsumerRecord::value)
                    .containsExactlyInAnyOrderElementsOf(undisturbed);
            second.stop();
        }
        assertThat(read(Topic.DEAD_LETTERS, _ -> true))
                .extracting(ConsumerRecord::value)
                .extracting(DeadLetter::reason)
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("not a SpanWindow"));
        assertDealtByService();
        kafka.destroy();
    }

    /** What a stream that never stops tells of the same minutes. */
    private List<Anomaly> undisturbed() {
        StreamSettings settings = settings("undisturbed");
        try (TopologyTestDriver driver = new TopologyTestDriver(
                FindingTopology.of(
                        new Detection(FalseAlarmBudget.DEFAULT, settings.alertHorizon()),
                        Stores::inMemoryKeyValueStore),
                StreamConfiguration.properties(new KafkaProperties(), settings))) {
            var input = driver.createInputTopic(
                    Topic.SPAN_WINDOWS.name(),
                    new StringSerializer(),
                    JsonSerde.of(Topic.SPAN_WINDOWS).serializer());
            for (int minute = 0; minute < 42; minute++) {
                shop(minute, 100, minute >= 30 && minute < 32 ? 60 : 0)
                        .forEach(window -> input.pipeInput(Keys.of(window), window));
            }
            return driver.createOutputTopic(
                            Topic.ANOMALIES.name(),
                            new StringDeserializer(),
                            JsonSerde.of(Topic.ANOMALIES).deserializer())
                    .readValuesToList();
        }
    }

    private StreamSettings settings(String folder) {
        return new StreamSettings(states.resolve(folder).toString(), 1, Duration.ofMinutes(15));
    }

    private void assertDealtByService() {
        ServicePartitioner partitioner = new ServicePartitioner(PARTITIONS);
        List<ConsumerRecord<String, ServiceWindow>> windows =
                read(Topic.SERVICE_WINDOWS, window -> window.window().equals(Telemetry.minute(41)));
        assertThat(windows)
                .allSatisfy(record -> assertThat(record.partition())
                        .isEqualTo(partitioner.of(
                                record.value().scope(),
                                record.value().stats().operation().service())));
        List<ConsumerRecord<String, Anomaly>> anomalies = read(Topic.ANOMALIES, _ -> true);
        assertThat(anomalies)
                .allSatisfy(record -> assertThat(record.partition())
                        .isEqualTo(partitioner.of(
                                record.value().scope(), record.value().service())));
    }

    private FindingStream stream(Topics topics, String folder) {
        KafkaProperties kafkaProperties = new KafkaProperties();
        kafkaProperties.setBootstrapServers(List.of(kafka.getBrokersAsString()));
        StreamSettings settings = settings(folder);
        return new FindingStream(
                topics,
                FindingTopology.of(new Detection(FalseAlarmBudget.DEFAULT, settings.alertHorizon())),
                StreamConfiguration.properties(kafkaProperties, settings),
                new SimpleMeterRegistry());
    }

    private void send(List<SpanWindow> windows) throws ExecutionException, InterruptedException {
        for (SpanWindow window : windows) {
            int partition = new ServicePartitioner(PARTITIONS).of(window.scope(), window.service());
            send(FindingJson.MAPPER.writeValueAsBytes(window), partition);
        }
    }

    private void send(byte[] value, int partition) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.getBrokersAsString()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.SPAN_WINDOWS.name(), partition, "key", value))
                    .get();
        }
    }

    /** All that is committed of a topic, once something in it is as wished. */
    private <V> List<ConsumerRecord<String, V>> read(Topic<V> topic, Predicate<V> wished) {
        return readUntil(topic, found -> found.stream().anyMatch(record -> wished.test(record.value())));
    }

    private <V> List<ConsumerRecord<String, V>> readUntil(
            Topic<V> topic, Predicate<List<ConsumerRecord<String, V>>> wished) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.getBrokersAsString());
        settings.put("group.id", "reads-" + topic.name() + System.nanoTime());
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), JsonSerde.of(topic).deserializer())) {
            consumer.subscribe(List.of(topic.name()));
            List<ConsumerRecord<String, V>> found = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return wished.test(found);
            });
            return found;
        }
    }
}
