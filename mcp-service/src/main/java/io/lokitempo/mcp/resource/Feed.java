package io.lokitempo.mcp.resource;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.export.Export;
import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.resource.ResourceUri.Kind;
import io.lokitempo.mcp.resource.Subscriptions.Wish;
import io.lokitempo.telemetry.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribed clients of changes, from Kafka and of exports. While nobody is subscribed it holds no connection and
 * does nothing; without a broker it tries again now and then, and clients are told of exports alone.
 */
public final class Feed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(15);

    /** The store reads the same topics: who is told at once would read what was before. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Records carry the time of what they tell, which is somewhat before they are told. */
    private static final Duration BACK = Duration.ofMinutes(2);

    private record Due(TenantId tenant, String uri) {}

    private final Subscriptions subscriptions;
    private final String brokers;
    private final Exports exports;
    private final Function<TenantId, Scope> scopes;
    private final BiConsumer<String, String> tell;
    private final Clock clock;
    private final Thread thread = Thread.ofVirtual().name("resource-feed").unstarted(this::run);
    private final Map<Due, Instant> due = new LinkedHashMap<>();
    private final Map<Wish, Optional<Export>> shown = new HashMap<>();
    private volatile @Nullable FindingTopics topics;
    private Instant since = Instant.EPOCH;
    private Instant tried = Instant.EPOCH;

    /**
     * @param scopes what a tenant's findings are at the moment
     * @param tell sends a session word that a URI's content has changed
     */
    public Feed(
            Subscriptions subscriptions,
            String brokers,
            Exports exports,
            Function<TenantId, Scope> scopes,
            BiConsumer<String, String> tell,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.brokers = brokers;
        this.exports = exports;
        this.scopes = scopes;
        this.tell = tell;
        this.clock = clock;
    }

    /** Begins to follow what is subscribed to. */
    public void start() {
        thread.start();
    }

    /** Whether a connection to Kafka is held at the moment. */
    boolean isConnected() {
        return topics != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                subscriptions.awaitAny();
                since = clock.instant();
                while (!subscriptions.isEmpty()) {
                    round();
                }
                rest();
            }
        } catch (InterruptedException | InterruptException _) {
            Thread.interrupted(); // or the consumer could not take its leave
            rest();
        }
    }

    private void round() throws InterruptedException {
        connect();
        FindingTopics connected = topics;
        if (connected == null) {
            Thread.sleep(ROUND);
        } else {
            try {
                Instant from = clock.instant();
                connected.poll(ROUND).forEach(this::note);
                since = from;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                log.warn("news of findings cannot be read: {}", e.getMessage());
                disconnect();
            }
        }
        exports();
        tellWhatIsDue();
    }

    private void connect() {
        Instant now = clock.instant();
        if (topics != null || now.isBefore(tried.plus(RETRY))) {
            return;
        }
        tried = now;
        try {
            if (FindingTopics.isReachable(brokers)) {
                topics = FindingTopics.since(brokers, since.minus(BACK));
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.warn("news of findings cannot be followed: {}", e.getMessage());
        }
    }

    private void disconnect() {
        FindingTopics connected = topics;
        if (connected != null) {
            topics = null;
            connected.close();
        }
    }

    private void rest() {
        disconnect();
        due.clear();
        shown.clear();
        tried = Instant.EPOCH;
    }

    private void note(Notice notice) {
        TenantId tenant = notice.scope().tenant();
        if (scopes.apply(tenant).equals(notice.scope())) {
            Instant when = clock.instant().plus(SETTLING);
            notice.uris().forEach(uri -> due.putIfAbsent(new Due(tenant, uri), when));
        }
    }

    private void exports() {
        List<Wish> wishes = subscriptions.all();
        shown.keySet().retainAll(wishes);
        for (Wish wish : wishes) {
            ResourceUri.parse(wish.uri())
                    .filter(uri -> uri.kind() == Kind.EXPORTS)
                    .map(uri -> newest(wish.caller(), uri))
                    .ifPresent(export -> {
                        Optional<Export> before = shown.put(wish, export);
                        if (before != null && !before.equals(export)) {
                            tell.accept(wish.session(), wish.uri());
                        }
                    });
        }
    }

    private Optional<Export> newest(Caller caller, ResourceUri uri) {
        return caller.calls(
                () -> uri.id().isEmpty() ? exports.known().reversed().stream().findFirst() : exports.find(uri.id()));
    }

    private void tellWhatIsDue() {
        Instant now = clock.instant();
        due.entrySet().removeIf(entry -> {
            boolean isDue = !entry.getValue().isAfter(now);
            if (isDue) {
                Due what = entry.getKey();
                subscriptions.sessions(what.tenant(), what.uri()).forEach(session -> tell.accept(session, what.uri()));
            }
            return isDue;
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
