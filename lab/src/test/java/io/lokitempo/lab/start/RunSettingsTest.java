package io.lokitempo.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSettingsTest {
    private static final Path ROOT = Path.of("/project");

    @Test
    void presets_areThoseOfTheReadme() {
        RunSettings settings = RunSettings.of(ROOT, Map.of(), Map.of());

        assertThat(settings.dataFolder()).isEqualTo(Path.of("/project/data"));
        assertThat(settings.listeners())
                .extracting(RunSettings.Listener::part, RunSettings.Listener::address)
                .containsExactly(
                        tuple("kafka", "127.0.0.1:19092"),
                        tuple("postgres", "127.0.0.1:15432"),
                        tuple("loki", "127.0.0.1:13100"),
                        tuple("tempo", "127.0.0.1:13200"),
                        tuple("analyzer", "127.0.0.1:10003"),
                        tuple("mcp", "127.0.0.1:10002"));
    }

    @Test
    void environment_goesBeforeFile() {
        RunSettings settings = RunSettings.of(ROOT, Map.of("MCP_PORT", "1", "LOOKBACK", "2h"), Map.of("MCP_PORT", "2"));

        assertThat(settings.mcp().port()).isEqualTo(2);
        assertThat(settings.environment()).containsEntry("LOOKBACK", "2h");
    }

    @Test
    void emptyText_isNotSet() {
        RunSettings settings = RunSettings.of(ROOT, Map.of("LOKI_URL", "", "MCP_PORT", " "), Map.of());

        assertThat(settings.analyzesGivenBackends()).isFalse();
        assertThat(settings.mcp().port()).isEqualTo(10002);
    }

    @Test
    void givenParts_areNotStarted() {
        RunSettings settings = RunSettings.of(
                ROOT,
                Map.of(),
                Map.of(
                        "TEMPO_URL", "http://tempo:3200",
                        "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "DATABASE_URL", "jdbc:postgresql://db/lokitempo"));

        assertThat(settings.listeners()).extracting(RunSettings.Listener::part).containsExactly("analyzer", "mcp");
    }

    @Test
    void wrongPorts_areAllNamed() {
        assertThatThrownBy(() -> RunSettings.of(
                        ROOT, Map.of(), Map.of("MCP_PORT", "http", "ANALYZER_PORT", "0", "RUN_KAFKA_PORT", "65536")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll("MCP_PORT=http", "ANALYZER_PORT=0", "RUN_KAFKA_PORT=65536", "1 to 65535");
    }

    @Test
    void samePortTwice_isRefused() {
        assertThatThrownBy(() -> RunSettings.of(ROOT, Map.of(), Map.of("MCP_PORT", "10003")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("ANALYZER_PORT and MCP_PORT are both 10003");
    }

    @Test
    void listenerOnAllAddresses_isReachedOnLoopback() {
        RunSettings settings = RunSettings.of(ROOT, Map.of(), Map.of("MCP_HOST", "0.0.0.0"));

        assertThat(settings.mcp().url()).isEqualTo("http://127.0.0.1:10002");
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
