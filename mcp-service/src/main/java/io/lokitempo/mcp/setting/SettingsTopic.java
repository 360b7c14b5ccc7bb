package io.lokitempo.mcp.setting;

import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Setting;
import io.lokitempo.topic.Topic;
import java.time.Clock;
import java.time.Duration;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changed settings on their way to every instance and to the analyzer. The topic is one partition and small: each instance
 * reads all of it, and goes on reading. Without a broker nothing arrives and nothing is sent, which senders are told.
 */
final class SettingsTopic implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SettingsTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final String brokers;
    private final LiveSettings settings;
    private final Clock clock;
    private volatile boolean closed;

    SettingsTopic(String brokers, LiveSettings settings, Clock clock) {
        this.brokers = brokers;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("settings-topic").start(this::follow);
    }

    /** Whether the broker answers; empty, or why not. */
    String unreachable() {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (Admin admin = Admin.create(config)) {
            var _ = admin.describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return "";
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return "no broker answers at " + brokers;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Sends changes to all; empty, or why they were not sent. */
    String send(Map<String, String> changes, String changedBy) {
        String unreachable = unreachable();
        if (!unreachable.isEmpty()) {
            return unreachable;
        }
        try (KafkaProducer<String, Setting> producer = new KafkaProducer<>(
                producing(),
                new StringSerializer(),
                JsonSerde.of(Topic.SETTINGS).serializer())) {
            for (Map.Entry<String, String> change : changes.entrySet()) {
                String value = change.getValue().isEmpty() ? null : change.getValue();
                Setting setting = new Setting(change.getKey(), value, clock.instant(), changedBy);
                producer.send(new ProducerRecord<>(Topic.SETTINGS.name(), 0, change.getKey(), setting))
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return "";
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return "the settings topic took no record: " + e.getMessage();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private Map<String, Object> producing() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() + 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return config;
    }

    private void follow() {
        while (!closed) {
            if (unreachable().isEmpty()) {
                try {
                    read();
                } catch (WakeupException _) {
                    return;
                } catch (KafkaException e) {
                    log.warn("The settings topic cannot be read: {}", e.getMessage());
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, Setting> consumer = new KafkaConsumer<>(
                config, new StringDeserializer(), JsonSerde.of(Topic.SETTINGS).deserializer())) {
            List<TopicPartition> only = List.of(new TopicPartition(Topic.SETTINGS.name(), 0));
            consumer.assign(only);
            consumer.seekToBeginning(only);
            while (!closed) {
                Map<String, String> changes = new HashMap<>();
                for (ConsumerRecord<String, Setting> record : consumer.poll(POLL)) {
                    Setting setting = record.value();
                    changes.put(record.key(), setting == null || setting.value() == null ? "" : setting.value());
                }
                apply(changes);
            }
        }
    }

    private void apply(Map<String, String> changes) {
        Map<String, String> news = new HashMap<>(changes);
        news.entrySet()
                .removeIf(change -> change.getValue().equals(settings.changes().getOrDefault(change.getKey(), "")));
        if (news.isEmpty()) {
            return;
        }
        try {
            settings.change(news);
        } catch (SettingsException e) {
            log.warn("Changed settings cannot be used and are left out: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
