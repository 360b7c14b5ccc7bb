package io.lokitempo.mcp.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.finding.Incident;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.export.Format;
import io.lokitempo.mcp.export.Rows;
import io.lokitempo.mcp.export.Source;
import io.lokitempo.mcp.setting.ExportBounds;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real broker on one side, sessions on the other. */
class FeedTest {
    private static final Caller A = new Caller("alice", Role.READER, new TenantId("team-a"));
    private static final Caller B = new Caller("bob", Role.READER, new TenantId("team-b"));
    private static final String BACKEND = "0123abcd";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedKafkaBroker broker;

    @TempDir
    private Path folder;

    private final Subscriptions subscriptions = new Subscriptions(ResourceSpecifications::isKnown);
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() {
        broker = new EmbeddedKafkaKraftBroker(1, 1, Topic.INCIDENTS.name(), Topic.ANOMALIES.name());
        broker.afterPropertiesSet();
    }

    @AfterAll
    static void stop() {
        broker.destroy();
    }

    private Feed feed(String brokers) {
        Feed feed = new Feed(
                subscriptions,
                brokers,
                exports(),
                tenant -> new Scope(tenant, BACKEND),
                (session, uri) -> told.add(session + " " + uri),
                Clock.systemUTC());
        feed.start();
        return feed;
    }

    private Exports exports() {
        ExportBounds bounds = new ExportBounds(1_000_000, 10_000_000, Duration.ofHours(1));
        return new Exports(() -> folder, () -> bounds, Clock.systemUTC());
    }

    private static void tell(String id, TenantId tenant, String backend) throws Exception {
        Incident incident = new Incident(
                id,
                1,
                new Scope(tenant, backend),
                State.OPEN,
                Severity.CRITICAL,
                "pay is slow",
                Instant.now(),
                Instant.now(),
                null,
                List.of("ano-00000001"),
                List.of(new ServiceName("pay/eu")),
                List.of(),
                null);
        try (KafkaProducer<String, Incident> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new StringSerializer(),
                JsonSerde.of(Topic.INCIDENTS).serializer())) {
            producer.send(new ProducerRecord<>(Topic.INCIDENTS.name(), id, incident))
                    .get();
        }
    }

    @Test
    void incident_thatIsTold_reachesSessionsOfItsTenantThatAskedForItAlone() throws Exception {
        try (Feed _ = feed(broker.getBrokersAsString())) {
            subscriptions.subscribed("s-a", A, "lokitempo://incidents");
            subscriptions.subscribed("s-a", A, "lokitempo://services/pay%2Feu");
            subscriptions.subscribed("s-a", A, "lokitempo://incidents/inc-00000009");
            subscriptions.subscribed("s-b", B, "lokitempo://incidents");
            subscriptions.subscribed("s-gone", A, "lokitempo://incidents");
            subscriptions.ended("s-gone");

            tell("inc-00000001", A.tenant(), BACKEND);
            tell("inc-00000002", A.tenant(), "ffffffff");

            await().atMost(PATIENCE).until(() -> told.size() >= 2);
            assertThat(told)
                    .containsExactlyInAnyOrder("s-a lokitempo://incidents", "s-a lokitempo://services/pay%2Feu");
        }
    }

    @Test
    void feed_whileNobodyAsks_hasNoConnection() throws Exception {
        try (Feed feed = feed(broker.getBrokersAsString())) {
            assertThat(feed.isConnected()).isFalse();

            subscriptions.subscribed("s-a", A, "lokitempo://anomalies");
            await().atMost(PATIENCE).until(feed::isConnected);

            subscriptions.unsubscribed("s-a", "lokitempo://anomalies");
            await().atMost(PATIENCE).until(() -> !feed.isConnected());
        }
    }

    @Test
    void feed_withoutABroker_stillTellsOfExports() throws Exception {
        Exports exports = exports();
        Feed feed = new Feed(
                subscriptions,
                "127.0.0.1:1",
                exports,
                tenant -> new Scope(tenant, BACKEND),
                (session, uri) -> told.add(session + " " + uri),
                Clock.systemUTC());
        feed.start();
        try (feed) {
            subscriptions.subscribed("s-a", A, "lokitempo://exports");
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                exports.start("", Format.CSV, new NoRows(), Duration.ofSeconds(5), _ -> {});
                return told.contains("s-a lokitempo://exports");
            });
        }
    }

    private record NoRows() implements Source {
        @Override
        public List<String> columns() {
            return List.of("a");
        }

        @Override
        public List<String> rows(Rows rows) {
            return List.of();
        }
    }

    @Test
    void subscribed_moreThanASessionMay_isRefused() {
        for (int i = 0; i < 100; i++) {
            assertThat(subscriptions.subscribed("s", A, "lokitempo://incidents/inc-" + i))
                    .isEmpty();
        }
        assertThat(subscriptions.subscribed("s", A, "lokitempo://incidents/inc-1"))
                .isEmpty();
        assertThat(subscriptions.subscribed("s", A, "lokitempo://incidents")).isPresent();
        assertThat(subscriptions.subscribed("t", A, "https://example.org")).isPresent();
    }
}
