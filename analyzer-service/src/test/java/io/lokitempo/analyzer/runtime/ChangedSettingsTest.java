package io.lokitempo.analyzer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.MuteRules;
import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Changed settings over a real broker: what one process sends, another starts with, follows and obeys. */
class ChangedSettingsTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String ELSEWHERE = "bm90IHRoaXMga2V5IG5vdCB0aGlzIGtleSBub3QgdGg=";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final EmbeddedKafkaBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1);

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        BROKER.afterPropertiesSet();
    }

    @AfterAll
    static void stop() {
        BROKER.destroy();
    }

    private static Setting set(String name, @Nullable String value, long second) {
        return new Setting(name, value, NOON.plusSeconds(second), "ops");
    }

    private static SettingSecrets secrets(String key) {
        return new SettingSecrets(key, Set.of(), _ -> null);
    }

    private StandardEnvironment read(String brokers, String key) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "application.yaml",
                        Map.of(
                                "lokitempo.runtime.file", folder.resolve("settings.json"),
                                "lokitempo.runtime.key", key,
                                "lokitempo.runtime.allowed-secrets", "",
                                "lokitempo.runtime.patience", "20s",
                                "spring.kafka.bootstrap-servers", brokers,
                                "LOKI_URL", "http://environment",
                                "LOKI_AUTH_PASSWORD", "environments",
                                "TEMPO_URL", "http://tempo")));
        new ChangedSettingsReader().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    @Test
    void start_settingsOnTheTopic_goBeforeTheEnvironmentAndServeWithoutABroker() throws Exception {
        String sealed = secrets(KEY).sealed("LOKI_AUTH_PASSWORD", "hunter2");
        try (SettingsTopic topic = new SettingsTopic(BROKER.getBrokersAsString())) {
            assertThat(topic.send(List.of(
                            set("LOKI_URL", "http://changed", 1),
                            set("LOKI_AUTH_PASSWORD", sealed, 1),
                            set("MCP_ADMIN", "true", 1))))
                    .isEmpty();
        }
        passOver("no record of a setting");

        StandardEnvironment environment = read(BROKER.getBrokersAsString(), KEY);

        assertThat(environment.getProperty("LOKI_URL")).isEqualTo("http://changed");
        assertThat(environment.getProperty("LOKI_AUTH_PASSWORD")).isEqualTo("hunter2");
        assertThat(environment.getProperty("TEMPO_URL")).isEqualTo("http://tempo");
        assertThat(environment.getProperty("MCP_ADMIN")).isNull();
        assertThat(folder.resolve("settings.json")).content().doesNotContain("hunter2");
        assertThat(read("127.0.0.1:1", KEY).getProperty("LOKI_URL")).isEqualTo("http://changed");
        assertThat(read("127.0.0.1:1", ELSEWHERE).getProperty("LOKI_URL"))
                .as("a server whose password cannot be revealed stays as it was, whole")
                .isEqualTo("http://environment");
    }

    private static void passOver(String text) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.getBrokersAsString()),
                new StringSerializer(),
                new StringSerializer())) {
            var _ = producer.send(new ProducerRecord<>("lokitempo.settings.v1", 0, "LOKI_URL", text))
                    .get();
        }
    }

    @Test
    void watch_serverChanged_asksToBeginAnewAndMutingTakesEffectAtOnce() throws Exception {
        Muting muting = new Muting(MuteRules.NONE);
        ServiceName batch = new ServiceName("batch");
        try (SettingsTopic topic = new SettingsTopic(BROKER.getBrokersAsString());
                SettingsWatch watch = watch(muting).start()) {
            CompletableFuture<Boolean> anew = CompletableFuture.supplyAsync(() -> waited(watch));
            assertThat(topic.send(List.of(set("MUTE_ANOMALIES", "batch:SILENCE", 10))))
                    .isEmpty();
            await().atMost(Duration.ofSeconds(20)).until(() -> muting.rules().isMuted(batch, AnomalyKind.SILENCE));
            assertThat(topic.send(List.of(set("MUTE_ANOMALIES", "not a rule", 11))))
                    .isEmpty();
            assertThat(topic.send(List.of(set("TEMPO_AUTH_USER", "other", 12)))).isEmpty();

            assertThat(anew.get()).isTrue();
            assertThat(muting.rules().isMuted(batch, AnomalyKind.SILENCE)).isTrue();
        }
    }

    @Test
    void watch_whatTheAnalyzerDoesNotReadBy_doesNotBeginAnew() throws Exception {
        SettingsWatch watch = watch(new Muting(MuteRules.NONE));

        watch.heard(ChangedSettings.of(List.of(set("DEFAULT_LOG_LIMIT", "7", 1), set("LOKI_URL", null, 1))));
        watch.close();

        assertThat(watch.awaitNewBeginning()).isFalse();
    }

    private SettingsWatch watch(Muting muting) {
        return new SettingsWatch(
                new ChangedProperties(ChangedSettings.NONE, secrets("")),
                secrets(""),
                new SettingsFile(folder.resolve("settings.json")),
                muting,
                "",
                new SettingsTopic(BROKER.getBrokersAsString()));
    }

    private static boolean waited(SettingsWatch watch) {
        try {
            return watch.awaitNewBeginning();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
