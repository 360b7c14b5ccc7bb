package io.lokitempo.mcp.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.upstream.Credentials;
import io.lokitempo.upstream.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {
    /** The settings' text as application.yaml makes it of these variables. */
    static Map<String, String> text(Map<String, Object> variables) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
        new EmptyIsUnset().postProcessEnvironment(environment, new SpringApplication());
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return SettingsCheck.values(environment);
    }

    private static SettingSecrets secrets(UnaryOperator<@Nullable String> variables) {
        return new SettingSecrets("", Set.of("PW"), variables);
    }

    private static Settings read(Map<String, Object> variables) throws IOException {
        return Settings.of(text(variables));
    }

    @Test
    void of_nothingSet_hasTheseDefaults() throws IOException {
        Settings settings = read(Map.of());

        assertThat(settings.loki()).isEmpty();
        assertThat(settings.tempo()).isEmpty();
        assertThat(settings.scope().tenant().isDefault()).isTrue();
        assertThat(settings.defaults().logLimit()).isEqualTo(100);
        assertThat(settings.defaults().traceLimit()).isEqualTo(20);
        assertThat(settings.defaults().timeRange()).isEqualTo("1h");
        assertThat(settings.defaults().zone()).hasToString("UTC");
        assertThat(settings.serviceLabels()).containsExactly("service_name", "service", "app", "job");
        assertThat(settings.lokiByteBudget()).isEqualTo(20L << 30);
        assertThat(settings.mayChange()).isTrue();
    }

    @Test
    void of_variableWithoutText_isNotSet() throws IOException {
        assertThat(read(Map.of("DEFAULT_LOG_LIMIT", "", "MCP_PORT", " "))
                        .defaults()
                        .logLimit())
                .isEqualTo(100);
    }

    @Test
    void of_lokiWithUserAndPassword_signsIn() throws IOException {
        Settings settings = read(Map.of(
                "LOKI_URL",
                "http://loki:3100/prefix",
                "LOKI_AUTH_USER",
                "ops",
                "LOKI_AUTH_PASSWORD",
                "hunter2",
                "TENANT_ID",
                "team-a"));

        assertThat(settings.loki().orElseThrow().credentials()).isInstanceOf(Credentials.Basic.class);
        assertThat(settings.loki().orElseThrow().tenant()).hasToString("team-a");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void of_manyWrongValues_areAllReportedAtOnceAndSecretsMasked() throws IOException {
        Map<String, String> text = text(Map.of(
                "LOKI_URL", "localhost:3100",
                "TEMPO_URL", "http://user:hunter2@tempo",
                "UPSTREAM_TIMEOUT", "soon",
                "MCP_PORT", "99999",
                "DEFAULT_TIME_RANGE", "yesteryear",
                "TIME_ZONE", "Mars",
                "LOKI_BYTE_BUDGET", "lots",
                "LOKI_AUTH_PASSWORD", "hunter2",
                "DATABASE_URL", "postgres://localhost",
                "MCP_ADMIN", "maybe"));

        SettingsException wrong =
                Objects.requireNonNull(catchThrowableOfType(SettingsException.class, () -> Settings.of(text)));

        assertThat(wrong.problems().stream().map(SettingsException.Problem::key))
                .containsExactlyInAnyOrder(
                        "LOKI_URL",
                        "TEMPO_URL",
                        "UPSTREAM_TIMEOUT",
                        "MCP_PORT",
                        "DEFAULT_TIME_RANGE",
                        "TIME_ZONE",
                        "LOKI_BYTE_BUDGET",
                        "LOKI_AUTH_PASSWORD",
                        "DATABASE_URL",
                        "MCP_ADMIN");
        FailureAnalysis analysis = Objects.requireNonNull(new SettingsFailureAnalyzer().analyze(wrong));
        assertThat(analysis.getDescription())
                .contains("MCP_PORT=99999: a whole number from 0 to 65535 is accepted")
                .contains("LOKI_AUTH_PASSWORD=***: is accepted together with LOKI_AUTH_USER")
                .doesNotContain("hunter2", "Exception");
    }

    @Test
    void mayChange_serviceThatOthersReach_mustBeSwitchedOn() throws IOException {
        Map<String, Object> open = Map.of("MCP_HOST", "0.0.0.0", "MCP_ALLOW_ANONYMOUS", "true");
        assertThat(read(open).mayChange()).isFalse();
        Map<String, Object> switchedOn = new HashMap<>(open);
        switchedOn.put("MCP_ADMIN", "true");
        assertThat(read(switchedOn).mayChange()).isTrue();
        assertThat(read(Map.of("MCP_ADMIN", "false")).mayChange()).isFalse();
    }

    @Test
    void change_wrongValue_leavesWhatWasAndTellsNobody() throws IOException {
        LiveSettings live = new LiveSettings(text(Map.of()), _ -> false, secrets(_ -> null));
        List<Settings> heard = new ArrayList<>();
        live.onChange(heard::add);

        assertThat(catchThrowableOfType(SettingsException.class, () -> live.change(Map.of("DEFAULT_LOG_LIMIT", "0"))))
                .isNotNull();

        assertThat(live.base().defaults().logLimit()).isEqualTo(100);
        assertThat(heard).isEmpty();
    }

    @Test
    void change_emptyText_returnsToTheStart() throws IOException {
        LiveSettings live = new LiveSettings(
                text(Map.of("DEFAULT_LOG_LIMIT", "7")), "DEFAULT_LOG_LIMIT"::equals, secrets(_ -> null));

        live.change(Map.of("DEFAULT_LOG_LIMIT", "9"));
        assertThat(live.base().defaults().logLimit()).isEqualTo(9);
        live.change(Map.of("DEFAULT_LOG_LIMIT", ""));

        assertThat(live.base().defaults().logLimit()).isEqualTo(7);
        assertThat(live.shown())
                .contains(new LiveSettings.Shown("DEFAULT_LOG_LIMIT", "7", LiveSettings.Origin.ENVIRONMENT));
    }

    @Test
    void change_secretThatNamesAVariable_isResolvedAndNeverShown() throws IOException {
        LiveSettings live = new LiveSettings(
                text(Map.of("LOKI_URL", "http://loki:3100")),
                _ -> false,
                secrets(name -> name.equals("PW") ? "hunter2" : null));

        live.change(Map.of("LOKI_AUTH_USER", "ops", "LOKI_AUTH_PASSWORD", "env:PW"));

        assertThat(live.base().loki().orElseThrow().credentials())
                .isEqualTo(new Credentials.Basic("ops", new Secret("hunter2")));
        assertThat(live.shown().toString()).doesNotContain("hunter2");
        assertThat(live.changes()).containsEntry("LOKI_AUTH_PASSWORD", "env:PW");
    }
}
