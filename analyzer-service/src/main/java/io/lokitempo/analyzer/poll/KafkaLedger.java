package io.lokitempo.analyzer.poll;

import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BATCH_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.LINGER_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A partition of the topics, written under the transactional id {@code poll-<partition>}: opening it fences whoever
 * wrote before, and ends his open transaction, so that what is read back afterwards is all there will be of it.
 */
final class KafkaLedger implements Ledger {
    /** How far before the newest watermark a window can have been written that is still to be revised. */
    private static final Duration TAIL = LogSource.AUDITS.getLast().plusMinutes(10);

    private static final Duration READING_BACK = Duration.ofMinutes(2);
    private static final int LONGEST_PAYLOAD = 64 << 10;

    private final int partition;
    private final Producer<String, byte[]> producer;
    private final Map<String, Object> client;
    private final Clock clock;

    private KafkaLedger(int partition, Map<String, Object> client, Clock clock) {
        this.partition = partition;
        this.client = client;
        this.clock = clock;
        this.producer =
                new KafkaProducer<>(producerConfig(partition), new StringSerializer(), new ByteArraySerializer());
    }

    /** @param client configuration that all Kafka clients of this process share */
    static Ledgers of(Map<String, Object> client, Clock clock) {
        return partition -> {
            KafkaLedger ledger = new KafkaLedger(partition, client, clock);
            try {
                ledger.producer.initTransactions();
                return ledger;
            } catch (KafkaException e) {
                ledger.close();
                throw ledger.fencedOr(e);
            }
        };
    }

    private Map<String, Object> producerConfig(int partition) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(TRANSACTIONAL_ID_CONFIG, "poll-" + partition);
        config.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ACKS_CONFIG, "all");
        config.put(COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(LINGER_MS_CONFIG, 10);
        config.put(BATCH_SIZE_CONFIG, 512 << 10);
        // A broker that checks a transaction's first batch turns away those right behind it, to be sent again.
        config.put(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // Short, since an abandoned transaction holds up every reader of committed records behind it.
        config.put(TRANSACTION_TIMEOUT_CONFIG, 15_000);
        config.put(MAX_REQUEST_SIZE_CONFIG, 16 << 20); // before compression; the broker's limit is for what is left
        config.put(MAX_BLOCK_MS_CONFIG, 15_000);
        config.put(REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(DELIVERY_TIMEOUT_MS_CONFIG, 12_000);
        return config;
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> config = new HashMap<>(client);
        config.remove(GROUP_ID_CONFIG);
        config.put(ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(AUTO_OFFSET_RESET_CONFIG, "earliest");
        return config;
    }

    @Override
    public Contents readBack() {
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(consumerConfig(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<DeadLetter> unreadable = new ArrayList<>();
            Map<String, Watermark> watermarks = new LinkedHashMap<>();
            Map<String, LogPattern> patterns = new LinkedHashMap<>();
            List<Written<PatternCounts>> counts = new ArrayList<>();
            List<Written<SpanWindow>> spans = new ArrayList<>();
            read(consumer, Instant.EPOCH, Set.of(Topic.WATERMARKS, Topic.LOG_PATTERNS), one -> {
                deserialize(Topic.WATERMARKS, one, unreadable, mark -> watermarks.put(one.key(), mark.value()));
                deserialize(Topic.LOG_PATTERNS, one, unreadable, pattern -> patterns.put(one.key(), pattern.value()));
            });
            Instant written = watermarks.values().stream()
                    .map(Watermark::updatedAt)
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH.plus(TAIL));
            read(consumer, written.minus(TAIL), Set.of(Topic.PATTERN_COUNTS, Topic.SPAN_WINDOWS), one -> {
                deserialize(Topic.PATTERN_COUNTS, one, unreadable, counts::add);
                deserialize(Topic.SPAN_WINDOWS, one, unreadable, spans::add);
            });
            return new Contents(
                    List.copyOf(watermarks.values()), List.copyOf(patterns.values()), counts, spans, unreadable);
        }
    }

    /** Reads this partition of some topics from a time of writing up to where they end now. */
    private void read(
            Consumer<String, byte[]> consumer,
            Instant since,
            Set<Topic<?>> topics,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> records) {
        List<TopicPartition> sources = topics.stream()
                .map(topic -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(sources);
        Map<TopicPartition, Long> ends = consumer.endOffsets(sources);
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                sources.stream().collect(Collectors.toMap(source -> source, _ -> since.toEpochMilli())));
        for (TopicPartition source : sources) {
            OffsetAndTimestamp start = starts.get(source);
            consumer.seek(source, start == null ? ends.getOrDefault(source, 0L) : start.offset());
        }
        long deadline = System.nanoTime() + READING_BACK.toNanos();
        while (sources.stream().anyMatch(source -> consumer.position(source) < ends.getOrDefault(source, 0L))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(sources + " could not be read back in " + READING_BACK);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(records);
        }
    }

    /** Hands on a record of this topic, and leaves those of others alone. */
    private <V> void deserialize(
            Topic<V> topic,
            ConsumerRecord<String, byte[]> one,
            List<DeadLetter> unreadable,
            java.util.function.Consumer<Written<V>> values) {
        if (!one.topic().equals(topic.name())) {
            return;
        }
        try {
            V value = JsonSerde.of(topic).deserializer().deserialize(topic.name(), one.value());
            if (value != null) {
                values.accept(new Written<>(value, Instant.ofEpochMilli(one.timestamp())));
            }
        } catch (SerializationException e) {
            byte[] start = Arrays.copyOf(one.value(), Math.min(one.value().length, LONGEST_PAYLOAD));
            unreadable.add(new DeadLetter(
                    topic.name(),
                    partition,
                    one.offset(),
                    String.valueOf(e.getMessage()),
                    Base64.getEncoder().encodeToString(start),
                    clock.instant()));
        }
    }

    @Override
    public synchronized void commit(Batch batch) {
        try {
            producer.beginTransaction();
            batch.counts().forEach(one -> send(Topic.PATTERN_COUNTS, partition, Keys.of(one), one));
            batch.patterns().forEach(one -> send(Topic.LOG_PATTERNS, partition, one.id(), one));
            batch.spans().forEach(one -> send(Topic.SPAN_WINDOWS, partition, Keys.of(one), one));
            batch.watermarks()
                    .forEach(one ->
                            send(Topic.WATERMARKS, partition, one.source().key(), one));
            batch.unreadable().forEach(one -> send(Topic.DEAD_LETTERS, 0, one.topic(), one));
            producer.commitTransaction(); // sends what is buffered, and fails where a record could not be
        } catch (KafkaException e) {
            throw fencedOr(e);
        }
    }

    private <V> void send(Topic<V> topic, int to, String key, V value) {
        byte[] bytes = JsonSerde.of(topic).serializer().serialize(topic.name(), value);
        // Not waited for: the commit fails where this does.
        Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(topic.name(), to, clock.millis(), key, bytes));
    }

    private RuntimeException fencedOr(KafkaException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new Fenced(partition, e);
            }
        }
        return e;
    }

    /** At once: an open transaction is ended by the next to open this ledger, or by its time-out. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
