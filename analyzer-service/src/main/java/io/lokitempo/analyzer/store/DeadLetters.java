package io.lokitempo.analyzer.store;

import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.Topic;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Puts records that can not be stored aside, with the reason. */
final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_BYTES = 64 << 10;

    private final KafkaOperations<String, DeadLetter> kafka;
    private final Clock clock;

    DeadLetters(KafkaOperations<String, DeadLetter> kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /** Returns when Kafka has it. @throws CompletionException where Kafka does not take it */
    void put(ConsumerRecord<?, byte[]> record, String reason) {
        log.warn("{}-{}@{} is a dead letter: {}", record.topic(), record.partition(), record.offset(), reason);
        byte[] value = record.value();
        byte[] payload = value.length <= MAX_BYTES ? value : Arrays.copyOf(value, MAX_BYTES);
        DeadLetter letter = new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                reason,
                Base64.getEncoder().encodeToString(payload),
                clock.instant());
        kafka.send(Topic.DEAD_LETTERS.name(), record.topic(), letter).join();
    }
}
