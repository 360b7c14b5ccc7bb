package io.lokitempo.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lokitempo.lab.shop.scenario.ScenarioKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Endpoint;
import io.lokitempo.upstream.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShopEnvironmentTest {
    @Test
    void nothingSet_givesTheDefaults() {
        assertThat(ShopEnvironment.read(Map.of()))
                .isEqualTo(new ShopSettings(
                        42,
                        4,
                        Duration.ofMinutes(40),
                        Duration.ZERO,
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(20),
                        ZoneId.of("UTC"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("data/lab/shop.properties"),
                        Path.of("data/lab/truth.jsonl")));
    }

    @Test
    void everythingSet_isTaken() {
        ShopSettings settings = ShopEnvironment.read(Map.ofEntries(
                Map.entry("LAB_SEED", "7"),
                Map.entry("LAB_REQUESTS_PER_SECOND", "0.5"),
                Map.entry("LAB_BACKFILL", "1h30m"),
                Map.entry("LAB_REPUSH", "80m"),
                Map.entry("LAB_FIRST_INCIDENT", "90s"),
                Map.entry("LAB_INCIDENT_EVERY", "10m"),
                Map.entry("LAB_TIME_ZONE", "Asia/Seoul"),
                Map.entry("LAB_SCENARIO", "retry-storm"),
                Map.entry("LAB_OTLP_URL", "http://otel:4418"),
                Map.entry("LAB_DATA_DIR", "/tmp/lab"),
                Map.entry("LAB_TRUTH_FILE", "/tmp/t.jsonl"),
                Map.entry("LOKI_URL", "http://loki:3100"),
                Map.entry("LOKI_AUTH_USER", "u"),
                Map.entry("LOKI_AUTH_PASSWORD", "p"),
                Map.entry("TEMPO_AUTH_TOKEN", "t"),
                Map.entry("TENANT_ID", "shop")));
        Duration timeout = Duration.ofSeconds(30);
        TenantId tenant = new TenantId("shop");
        assertThat(settings)
                .isEqualTo(new ShopSettings(
                        7,
                        0.5,
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(80),
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(10),
                        ZoneId.of("Asia/Seoul"),
                        Optional.of(ScenarioKind.RETRY_STORM),
                        Optional.of(new Endpoint(
                                URI.create("http://loki:3100"),
                                new Credentials.Basic("u", new Secret("p")),
                                tenant,
                                timeout,
                                1,
                                1)),
                        Optional.of(new Endpoint(
                                URI.create("http://otel:4418"),
                                new Credentials.Bearer(new Secret("t")),
                                tenant,
                                timeout,
                                1,
                                1)),
                        Path.of("/tmp/lab/shop.properties"),
                        Path.of("/tmp/t.jsonl")));
    }

    @Test
    void otlpAddress_isTemposHostWithTheDefaultPort() {
        ShopSettings settings = ShopEnvironment.read(Map.of("TEMPO_URL", "http://tempo.example:3200/prefix"));
        assertThat(settings.traces()).map(Endpoint::baseUrl).contains(URI.create("http://tempo.example:4318"));
    }

    @Test
    void wrongValues_areAllReportedAtOnce() {
        assertThatThrownBy(() -> ShopEnvironment.read(Map.of(
                        "LAB_SEED", "x",
                        "LAB_BACKFILL", "soon",
                        "LAB_INCIDENT_EVERY", "5s",
                        "LAB_REQUESTS_PER_SECOND", "0",
                        "LAB_TIME_ZONE", "Mars/Base",
                        "LAB_SCENARIO", "meteor",
                        "LOKI_URL", "loki:3100",
                        "TEMPO_URL", "tempo")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "LAB_SEED=x",
                        "LAB_BACKFILL=soon: a duration such as 90s, 40m or 1h30m",
                        "LAB_INCIDENT_EVERY=5s: 1m or more",
                        "LAB_REQUESTS_PER_SECOND=0: a number above 0",
                        "LAB_TIME_ZONE=Mars/Base",
                        "LAB_SCENARIO=meteor",
                        "LOKI_URL",
                        "TEMPO_URL");
    }

    @Test
    void options_overrideTheEnvironment() {
        assertThat(ShopMain.environment("--seed", "9", "--scenario", "log-flood", "--rate", "2"))
                .containsEntry("LAB_SEED", "9")
                .containsEntry("LAB_SCENARIO", "log-flood")
                .containsEntry("LAB_REQUESTS_PER_SECOND", "2");
        assertThatThrownBy(() -> ShopMain.environment("--sed", "9")).hasMessage("--sed is not an option");
        assertThatThrownBy(() -> ShopMain.environment("--seed")).hasMessage("--seed needs a value");
    }
}
