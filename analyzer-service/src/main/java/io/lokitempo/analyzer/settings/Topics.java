package io.lokitempo.analyzer.settings;

import io.lokitempo.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics at the start and checks those that exist: their number of partitions says which poller owns which
 * service, so that another number than the setting's is refused. Without Kafka it keeps trying behind the start.
 */
public final class Topics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final short BROKERS_DEFAULT = -1;

    private final Map<String, Object> client;
    private final int partitions;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile String pending = "not tried yet";
    private final Thread retrying = Thread.ofVirtual().unstarted(this::retry);

    /**
     * @param client configuration of an {@link Admin}
     * @param partitions of the topics that are dealt by service
     */
    public Topics(Map<String, Object> client, int partitions) {
        this.client = Map.copyOf(client);
        this.partitions = partitions;
    }

    /**
     * Returns once the topics are there, or leaves creating them to a thread behind.
     *
     * @throws InvalidSettings where a topic has another number of partitions than the setting
     */
    public Topics start() {
        if (!attempt()) {
            LOG.warn("Kafka does not answer yet, trying on: {}", pending);
            retrying.start();
        }
        return this;
    }

    /** Waits until the topics are there. */
    public void await() throws InterruptedException {
        try {
            ready.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics cannot be used", e);
        }
    }

    /** Why the topics are not there yet; empty once they are. */
    public Optional<String> pending() {
        return ready.isDone() && !ready.isCompletedExceptionally() ? Optional.empty() : Optional.of(pending);
    }

    private void retry() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (!attempt());
            LOG.info("Kafka answers, the topics are there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvalidSettings e) {
            pending = String.valueOf(e.getMessage());
            LOG.error("nothing is analyzed: {}", pending);
            ready.completeExceptionally(e);
        }
    }

    private boolean attempt() {
        try (Admin admin = Admin.create(client)) {
            create(admin);
            check(admin);
            ready.complete(null);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            pending = "Kafka at " + client.get("bootstrap.servers") + ": " + (e.getCause() == null ? e : e.getCause());
            return false;
        }
    }

    private void create(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> wanted = Topic.all().stream()
                .map(topic -> new NewTopic(topic.name(), partitionsOf(topic), BROKERS_DEFAULT).configs(topic.config()))
                .toList();
        for (var creation : admin.createTopics(wanted).values().values()) {
            try {
                creation.get(FIRST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private void check(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> existing = admin.describeTopics(
                        Topic.all().stream().map(Topic::name).toList())
                .allTopicNames()
                .get(FIRST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
        List<InvalidSettings.Problem> problems = Topic.all().stream()
                .filter(topic -> found(existing, topic) != partitionsOf(topic))
                .map(topic -> new InvalidSettings.Problem(
                        "POLL_PARTITIONS",
                        Integer.toString(partitions),
                        "topic " + topic.name() + " was created with " + found(existing, topic)
                                + " partitions, which cannot change: "
                                + (topic.partitioning() == Topic.Partitioning.SINGLE
                                        ? "delete the topic"
                                        : "set that number, or delete the topics of this system and start anew")))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private static int found(Map<String, TopicDescription> existing, Topic<?> topic) {
        TopicDescription description = existing.get(topic.name());
        return description == null ? 0 : description.partitions().size();
    }

    private int partitionsOf(Topic<?> topic) {
        return switch (topic.partitioning()) {
            case BY_SERVICE -> partitions;
            case SINGLE -> 1;
        };
    }

    @Override
    public void close() {
        retrying.interrupt();
    }
}
