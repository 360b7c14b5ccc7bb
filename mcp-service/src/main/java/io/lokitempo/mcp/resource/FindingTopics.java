package io.lokitempo.mcp.resource;

import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the analyzer tells of incidents and anomalies, read by every instance of this service for itself: without a group,
 * since each has clients of its own, and from an instant on, since resources have the rest.
 */
final class FindingTopics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FindingTopics.class);
    private static final int PATIENCE_MILLIS = 3_000;

    private final KafkaConsumer<byte[], byte[]> consumer;

    private FindingTopics(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Whether a broker answers; asked first, as a consumer without one tries for ever. */
    static boolean isReachable(String brokers) {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (Admin admin = Admin.create(config)) {
            var _ = admin.describeCluster().clusterId().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws KafkaException where the broker does not answer after all */
    static FindingTopics since(String brokers, Instant start) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            seek(consumer, start);
            return new FindingTopics(consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static void seek(KafkaConsumer<byte[], byte[]> consumer, Instant start) {
        Map<TopicPartition, Long> times = new HashMap<>();
        for (Topic<?> topic : List.of(Topic.INCIDENTS, Topic.ANOMALIES)) {
            consumer.partitionsFor(topic.name())
                    .forEach(info ->
                            times.put(new TopicPartition(info.topic(), info.partition()), start.toEpochMilli()));
        }
        if (times.isEmpty()) {
            throw new KafkaException("the analyzer has not made its topics yet");
        }
        consumer.assign(times.keySet());
        consumer.offsetsForTimes(times).forEach((partition, offset) -> {
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        });
        times.keySet().forEach(consumer::position); // now, and not at a poll that comes after news
    }

    /** What was told since the last time; waits for some. */
    List<Notice> poll(Duration patience) {
        List<Notice> notices = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> told : consumer.poll(patience)) {
            try {
                notice(told, notices);
            } catch (SerializationException e) {
                log.warn(
                        "{} at {} of {} is left out: {}",
                        told.topic(),
                        told.offset(),
                        told.partition(),
                        e.getMessage());
            }
        }
        return notices;
    }

    private static void notice(ConsumerRecord<byte[], byte[]> told, List<Notice> notices) {
        if (told.value() == null) {
            return;
        }
        notices.add(
                told.topic().equals(Topic.INCIDENTS.name())
                        ? Notice.of(
                                JsonSerde.of(Topic.INCIDENTS).deserializer().deserialize(told.topic(), told.value()))
                        : Notice.of(
                                JsonSerde.of(Topic.ANOMALIES).deserializer().deserialize(told.topic(), told.value())));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
