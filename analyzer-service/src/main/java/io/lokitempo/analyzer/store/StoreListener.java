package io.lokitempo.analyzer.store;

import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.TransactionException;

/**
 * Stores what comes from Kafka, a poll at a time. What cannot be parsed, or does not fit its table, becomes a dead letter;
 * where the database is away the exception goes to the container, which pauses and comes back with the same records for
 * as long as it takes.
 */
final class StoreListener {
    static final String ID = "store";

    private final FindingStore store;
    private final DeadLetters deadLetters;
    private final Map<String, Deserializer<?>> parsers;
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();

    StoreListener(FindingStore store, DeadLetters deadLetters) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.parsers = store.sinks().stream()
                .map(Sink::topic)
                .collect(Collectors.toMap(
                        Topic::name, topic -> JsonSerde.of(topic).deserializer()));
    }

    /** What is stored; asked by the listener's annotation. */
    public List<String> topics() {
        return parsers.keySet().stream().sorted().toList();
    }

    /** Why the last batch could not be stored, as long as none was since. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble.get());
    }

    @KafkaListener(
            id = ID,
            groupId = "lokitempo-store",
            topics = "#{__listener.topics()}",
            containerFactory = "storeListeners",
            autoStartup = "false")
    void take(List<ConsumerRecord<String, byte[]>> records) {
        Map<ConsumerRecord<String, byte[]>, String> rejected = new LinkedHashMap<>();
        try {
            storeAll(parsed(records, rejected), rejected);
            rejected.forEach(deadLetters::put); // last, so that waiting for the database does not repeat them
            trouble.set(null);
        } catch (RuntimeException e) {
            trouble.set(reason(e));
            throw e;
        }
    }

    private Map<ConsumerRecord<String, byte[]>, Object> parsed(
            List<ConsumerRecord<String, byte[]>> records, Map<ConsumerRecord<String, byte[]>, String> rejected) {
        Map<ConsumerRecord<String, byte[]>, Object> findings = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() == null) {
                continue; // a tombstone: Kafka forgets, the database keeps until retention
            }
            try {
                findings.put(record, parser(record).deserialize(record.topic(), record.value()));
            } catch (SerializationException e) {
                rejected.put(record, String.valueOf(e.getMessage()));
            }
        }
        return findings;
    }

    private Deserializer<?> parser(ConsumerRecord<?, ?> record) {
        Deserializer<?> parser = parsers.get(record.topic());
        if (parser == null) {
            throw new IllegalStateException("not subscribed to " + record.topic());
        }
        return parser;
    }

    private void storeAll(
            Map<ConsumerRecord<String, byte[]>, Object> findings,
            Map<ConsumerRecord<String, byte[]>, String> rejected) {
        try {
            store.write(new ArrayList<>(findings.values()));
        } catch (RuntimeException e) {
            if (!isOwnFault(e)) {
                throw e;
            }
            findings.forEach((record, finding) -> refusal(finding).ifPresent(reason -> rejected.put(record, reason)));
        }
    }

    private Optional<String> refusal(Object finding) {
        try {
            store.writeAlone(finding);
            return Optional.empty();
        } catch (RuntimeException e) {
            if (!isOwnFault(e)) {
                throw e;
            }
            return Optional.of(reason(e));
        }
    }

    /** Whether a finding is at fault: trying again would fail again. All else is the database's and passes. */
    private static boolean isOwnFault(RuntimeException e) {
        return switch (e) {
            case DataIntegrityViolationException _ -> true;
            case DataAccessException _, TransactionException _ -> false;
            default -> true;
        };
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.toString());
    }
}
