package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker in this process, with this system's topics. */
final class Kafka implements AutoCloseable {
    private final EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
    private final int partitions;
    private final Topics topics;

    Kafka(int partitions) throws InterruptedException {
        this.partitions = partitions;
        broker.brokerProperties(Map.of(
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "offsets.topic.replication.factor", "1",
                "group.initial.rebalance.delay.ms", "0"));
        broker.afterPropertiesSet();
        topics = new Topics(client(), partitions).start();
        topics.await();
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.getBrokersAsString());
    }

    Topics topics() {
        return topics;
    }

    /** All committed values of a topic, in order of offset within each partition; waits for commits under way. */
    <V> List<V> committed(Topic<V> topic) {
        List<TopicPartition> all = IntStream.range(
                        0, topic.partitioning() == Topic.Partitioning.SINGLE ? 1 : partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], V> reader = consumer(topic, "read_uncommitted")) {
            ends = reader.endOffsets(all);
        }
        try (KafkaConsumer<byte[], V> reader = consumer(topic, "read_committed")) {
            reader.assign(all);
            reader.seekToBeginning(all);
            List<V> values = new ArrayList<>();
            while (all.stream().anyMatch(one -> reader.position(one) < ends.getOrDefault(one, 0L))) {
                reader.poll(Duration.ofMillis(100)).forEach(one -> values.add(one.value()));
            }
            return values;
        }
    }

    private <V> KafkaConsumer<byte[], V> consumer(Topic<V> topic, String isolation) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.getBrokersAsString(), "isolation.level", isolation);
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), JsonSerde.of(topic).deserializer());
    }

    @Override
    public void close() {
        topics.close();
        broker.destroy();
    }
}
