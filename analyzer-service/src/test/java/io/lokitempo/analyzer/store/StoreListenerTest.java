package io.lokitempo.analyzer.store;

import static io.lokitempo.analyzer.store.Findings.logs;
import static io.lokitempo.analyzer.store.Findings.pattern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.analyzer.settings.Topics;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.topic.DeadLetter;
import io.lokitempo.topic.FindingJson;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Topic;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class StoreListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private final EmbeddedKafkaBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);
    private final int port = freePort();
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableConfigurationProperties(StoreSettings.class)
    @Import(StoreConfiguration.class)
    static class Application {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @BeforeEach
    void startKafka() throws InterruptedException {
        kafka.afterPropertiesSet();
        try (Topics topics = new Topics(Map.of("bootstrap.servers", kafka.getBrokersAsString()), 2).start()) {
            topics.await();
        }
    }

    @AfterEach
    void stopKafka() {
        kafka.destroy();
    }

    @Test
    void databaseThatComesLateAndDies_losesNothing_andPoisonIsSetAside() throws IOException {
        try (ConfigurableApplicationContext application = start()) {
            StoreHealth health = application.getBean(StoreHealth.class);
            JdbcClient jdbc = application.getBean(JdbcClient.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            send(json(logs(today, 0, pattern("pat-early", 1))));

            EmbeddedPostgres first = postgres();
            awaitPatterns(jdbc, "pat-early");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            first.close();
            send(json(logs(today.plusSeconds(60), 0, pattern("pat-meanwhile", 1))));
            send("{\"not\": \"a window".getBytes(StandardCharsets.UTF_8));
            send("{\"revision\": 1}".getBytes(StandardCharsets.UTF_8));
            send(withoutService(logs(today, 5)));
            send(json(logs(today.plusSeconds(120), 0, pattern("pat-after", 1))));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(health.health().getDetails()).containsKey("waiting"));

            try (EmbeddedPostgres _ = postgres()) {
                awaitPatterns(jdbc, "pat-after", "pat-early", "pat-meanwhile");
                Health cured = health.health();
                assertThat(cured.getStatus()).as("%s", cured.getDetails()).isEqualTo(Status.UP);
            }
        }
        assertThat(deadLetters())
                .allSatisfy(letter -> assertThat(letter.topic()).isEqualTo(Topic.PATTERN_COUNTS.name()))
                .extracting(DeadLetter::reason)
                .satisfiesExactly(
                        cut -> assertThat(cut).startsWith("not a PatternCounts"),
                        empty -> assertThat(empty).startsWith("not a PatternCounts"),
                        nameless -> assertThat(nameless).contains("PatternCounts.service()"));
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.kafka.bootstrap-servers=" + kafka.getBrokersAsString(),
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.hikari.connection-timeout=1000");
    }

    private EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                .start();
    }

    private void awaitPatterns(JdbcClient jdbc, String... ids) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(jdbc.sql("select pattern_id from v_pattern_counts order by 1")
                                .query(String.class)
                                .list())
                        .containsExactly(ids));
    }

    private static byte[] json(PatternCounts counts) {
        return FindingJson.MAPPER.writeValueAsBytes(counts);
    }

    private static byte[] withoutService(PatternCounts counts) {
        return FindingJson.MAPPER
                .writeValueAsString(counts)
                .replace("\"service\":\"checkout\",", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void send(byte[] value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.getBrokersAsString()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.PATTERN_COUNTS.name(), 0, "checkout", value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<DeadLetter> deadLetters() {
        try (var consumer = new DefaultKafkaConsumerFactory<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.getBrokersAsString(),
                                "group.id",
                                "reads-dead-letters-" + System.nanoTime(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        JsonSerde.of(Topic.DEAD_LETTERS).deserializer())
                .createConsumer()) {
            consumer.subscribe(List.of(Topic.DEAD_LETTERS.name()));
            List<DeadLetter> letters = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> letters.add(record.value()));
                return letters.size() >= 3;
            });
            return letters;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
