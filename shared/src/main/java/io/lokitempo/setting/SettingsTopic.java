package io.lokitempo.setting;

import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Setting;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changed settings on their way to every process. The topic is one partition and small: each process reads all of it from
 * the beginning, in bounded time, and goes on reading. Without a broker nothing arrives and nothing is sent, which
 * senders are told.
 */
public final class SettingsTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final List<TopicPartition> ONLY = List.of(new TopicPartition(Topic.SETTINGS.name(), 0));
    private static final short BROKERS_DEFAULT = -1;

    private final String brokers;
    private volatile boolean closed;

    /** @param brokers bootstrap servers */
    public SettingsTopic(String brokers) {
        this.brokers = brokers;
    }

    /** Whether a broker answers; empty, or why not. */
    private String unreachable() {
        try (Admin admin = Admin.create(asking())) {
            var _ = admin.describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return "";
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return "no broker answers at " + brokers;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /**
     * How Kafka is.
     *
     * @param unreachable why no broker answers; empty where one does
     * @param brokers how many there are
     * @param metadataVersion level of the cluster's {@code metadata.version}, which rises with Kafka's; 0 where it tells none
     * @param missing this system's topics that nobody has made yet
     */
    public record Condition(String unreachable, int brokers, int metadataVersion, List<String> missing) {
        public Condition {
            missing = List.copyOf(missing);
        }
    }

    /** Asks the brokers how they are, in bounded time. */
    public Condition condition() {
        try (Admin admin = Admin.create(asking())) {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .size();
            Set<String> known = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            var metadata = admin.describeFeatures()
                    .featureMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .finalizedFeatures()
                    .get("metadata.version");
            return new Condition(
                    "",
                    brokers,
                    metadata == null ? 0 : metadata.maxVersionLevel(),
                    Topic.all().stream()
                            .map(Topic::name)
                            .filter(name -> !known.contains(name))
                            .toList());
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return new Condition("no broker answers at " + brokers, 0, 0, List.of());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Condition("interrupted", 0, 0, List.of());
        }
    }

    /** Sends records to all; empty, or why they were not sent. Where nobody made the topic yet, it is made. */
    public String send(Collection<Setting> records) {
        if (records.isEmpty()) {
            return "";
        }
        try {
            create();
            send(List.copyOf(records));
            return "";
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return "no broker at " + brokers + " took the records: " + reason(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        // Whose patience ends first, the client's or ours, is chance.
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private void create() throws ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = Admin.create(asking())) {
            NewTopic topic = new NewTopic(Topic.SETTINGS.name(), 1, BROKERS_DEFAULT).configs(Topic.SETTINGS.config());
            admin.createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void send(List<Setting> records) throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() + 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<String, Setting> producer = new KafkaProducer<>(
                config, new StringSerializer(), JsonSerde.of(Topic.SETTINGS).serializer())) {
            List<Future<?>> pending = new ArrayList<>();
            for (Setting record : records) {
                pending.add(producer.send(new ProducerRecord<>(Topic.SETTINGS.name(), 0, record.name(), record)));
            }
            for (Future<?> one : pending) {
                one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /**
     * Reads the whole topic once.
     *
     * @return empty where no broker answered within {@code patience}
     */
    public Optional<ChangedSettings> read(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!unreachable().isEmpty()) {
            return Optional.empty();
        }
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Long end = consumer.endOffsets(ONLY, PATIENCE).get(ONLY.getFirst());
            ChangedSettings read = ChangedSettings.NONE;
            while (end != null && consumer.position(ONLY.getFirst(), PATIENCE) < end) {
                if (System.nanoTime() > deadline) {
                    return Optional.empty();
                }
                read = read.with(settings(consumer.poll(POLL)));
            }
            return Optional.of(read);
        } catch (InterruptException _) {
            return Optional.empty();
        } catch (KafkaException e) {
            LOG.debug("the settings topic cannot be read", e);
            return Optional.empty();
        }
    }

    /**
     * Follows the topic on a thread of its own until this is closed: {@code heard} is called with what the topic holds
     * whenever a broker is met (anew), and then with each further batch of records.
     *
     * @param heard must not fail; it is called by one thread at a time
     */
    public void follow(Consumer<ChangedSettings> heard) {
        Thread.ofVirtual().name("settings-topic").start(() -> {
            while (!closed) {
                followUntilItFails(heard);
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    return;
                }
            }
        });
    }

    private void followUntilItFails(Consumer<ChangedSettings> heard) {
        if (!unreachable().isEmpty()) {
            return;
        }
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Long end = consumer.endOffsets(ONLY, PATIENCE).get(ONLY.getFirst());
            ChangedSettings whole = ChangedSettings.NONE;
            boolean caughtUp = false;
            while (!closed) {
                List<Setting> records = settings(consumer.poll(POLL));
                whole = whole.with(records);
                boolean first = !caughtUp;
                caughtUp |= end == null || consumer.position(ONLY.getFirst(), PATIENCE) >= end;
                if (caughtUp && (first || !records.isEmpty())) {
                    heard.accept(whole);
                }
            }
        } catch (KafkaException e) {
            LOG.debug("the settings topic cannot be read now", e);
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(ONLY);
        consumer.seekToBeginning(ONLY);
        return consumer;
    }

    /** What is no record of a setting is passed over, or one bad record would hide all that come after it. */
    private static List<Setting> settings(ConsumerRecords<String, byte[]> records) {
        List<Setting> settings = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                Setting setting =
                        JsonSerde.of(Topic.SETTINGS).deserializer().deserialize(record.topic(), record.value());
                if (setting != null) {
                    settings.add(setting);
                }
            } catch (SerializationException e) {
                LOG.warn("offset {} of the settings topic is passed over: {}", record.offset(), e.getMessage());
            }
        }
        return settings;
    }

    private Map<String, Object> asking() {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return config;
    }

    /** Lets the following thread end; it does so within half a second. */
    @Override
    public void close() {
        closed = true;
    }
}
