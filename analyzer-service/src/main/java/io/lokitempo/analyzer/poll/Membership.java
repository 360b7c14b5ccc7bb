package io.lokitempo.analyzer.poll;

import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;

import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the partitions out among all analyzers, by Kafka's consumer group: a consumer that reads nothing and runs a
 * {@link PartitionPoller} for each partition it is assigned.
 */
final class Membership implements AutoCloseable {
    static final String GROUP = "lokitempo-poll";

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);
    private static final Duration STOPPING = Duration.ofSeconds(3);
    private static final Duration LEAVING = Duration.ofSeconds(1);

    private final Map<String, Object> client;
    private final Topics topics;
    private final IntFunction<Runnable> pollers;
    private final Map<Integer, Thread> workers = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("poll-membership").unstarted(this::run);
    private volatile boolean closed;

    /**
     * @param client configuration that all Kafka clients of this process share
     * @param pollers what to run for a partition until it is interrupted
     */
    Membership(Map<String, Object> client, Topics topics, IntFunction<Runnable> pollers) {
        this.client = client;
        this.topics = topics;
        this.pollers = pollers;
    }

    Membership start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            topics.await();
            while (!closed) {
                takePart();
            }
        } catch (InterruptedException | IllegalStateException e) {
            LOG.debug("not polling any more", e);
        } finally {
            stop(List.copyOf(workers.keySet()));
        }
    }

    /** Takes part until closed, or until the consumer fails and must be made anew. */
    private void takePart() throws InterruptedException {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.subscribe(List.of(Topic.WATERMARKS.name()), new Listener(consumer));
            while (!closed) {
                consumer.poll(POLL); // heartbeats and re-balances; all partitions are paused
            }
        } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
            LOG.debug("membership ends", e);
        } catch (KafkaException e) {
            LOG.warn("membership in {} is taken up again: {}", GROUP, e.toString());
            stop(List.copyOf(workers.keySet()));
            Thread.sleep(AFTER_FAILURE);
        } finally {
            consumer.close(CloseOptions.timeout(LEAVING));
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(client);
        config.put(GROUP_ID_CONFIG, GROUP);
        config.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // A killed analyzer's partitions go to the others after this; 45 s by default would show as lag.
        config.put(SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.put(HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return config;
    }

    private final class Listener implements ConsumerRebalanceListener {
        private final Consumer<?, ?> consumer;

        Listener(Consumer<?, ?> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            for (TopicPartition one : partitions) {
                int partition = one.partition();
                workers.computeIfAbsent(
                        partition,
                        _ -> Thread.ofVirtual().name("poll-" + partition).start(pollers.apply(partition)));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            stop(partitions.stream().map(TopicPartition::partition).toList());
        }
    }

    /** Ends workers together. One that does not end in time cannot write any more once its partition is opened anew. */
    private void stop(Collection<Integer> partitions) {
        List<Thread> ending = partitions.stream()
                .map(workers::remove)
                .filter(java.util.Objects::nonNull)
                .toList();
        ending.forEach(Thread::interrupt);
        Instant deadline = Instant.now().plus(STOPPING);
        try {
            for (Thread worker : ending) {
                Duration left = Duration.between(Instant.now(), deadline);
                if (!worker.join(left.isPositive() ? left : Duration.ofMillis(1))) {
                    LOG.warn("{} is still ending", worker.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all workers and leaves the group, so that others take over at once. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(STOPPING.plus(LEAVING).plus(POLL))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
