package io.lokitempo.analyzer.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lokitempo.upstream.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({PollSettings.class, UpstreamSettings.class, RedactionSettings.class})
    static class Records {
        @Bean
        static SettingsCheck check(Environment environment) {
            return new SettingsCheck(environment);
        }
    }

    @Test
    void defaults_arePinned() {
        with(Map.of()).run(context -> {
            assertThat(context.getBean(PollSettings.class))
                    .isEqualTo(new PollSettings(
                            8,
                            Duration.ofMinutes(1),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(45),
                            Duration.ofHours(1),
                            Duration.ofDays(3),
                            300_000,
                            List.of("service_name", "service", "app", "job"),
                            1,
                            20_000,
                            600,
                            4));
            assertThat(context.getBean(RedactionSettings.class)).isEqualTo(new RedactionSettings(""));
            UpstreamSettings upstream = context.getBean(UpstreamSettings.class);
            assertThat(upstream.lokiEndpoint()).isEmpty();
            assertThat(upstream.tenantId()).isEqualTo("-");
            assertThat(upstream.timeout()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void redaction_ownPatterns_areReadAndWrongOnesNamed() {
        with(Map.of("REDACT_PATTERNS", "badge=EMP-[0-9]{6}"))
                .run(context -> assertThat(context.getBean(RedactionSettings.class)
                                .redaction()
                                .apply("EMP-004217 came"))
                        .isEqualTo("[redacted:badge] came"));
        with(Map.of("REDACT_PATTERNS", "badge=EMP-["))
                .run(context -> assertThat(context.getStartupFailure()).hasMessageContaining("REDACT_PATTERNS"));
    }

    @Test
    void endpoints_takeCredentialsAndTenant() {
        with(Map.of("LOKI_URL", "https://loki.example/x", "LOKI_AUTH_TOKEN", "t0ken", "TENANT_ID", "team-a"))
                .run(context -> assertThat(
                                context.getBean(UpstreamSettings.class).lokiEndpoint())
                        .hasValueSatisfying(endpoint -> {
                            assertThat(endpoint.credentials()).isInstanceOf(Credentials.Bearer.class);
                            assertThat(endpoint.tenant().value()).isEqualTo("team-a");
                            assertThat(endpoint.toString()).doesNotContain("t0ken");
                        }));
    }

    @Test
    void wrongValues_areToldAllAtOnceUnderTheirOwnNames() {
        with(Map.of(
                        "WINDOW_LENGTH", "soon",
                        "POLL_PARTITIONS", "many",
                        "TENANT_ID", "a b",
                        "LOKI_URL", "loki:3100",
                        "UPSTREAM_ATTEMPTS", "0"))
                .run(context -> assertThat(context.getStartupFailure())
                        .satisfies(failure -> assertThat(((InvalidSettings) failure).problems())
                                .extracting(InvalidSettings.Problem::key)
                                .containsExactlyInAnyOrder(
                                        "WINDOW_LENGTH",
                                        "POLL_PARTITIONS",
                                        "TENANT_ID",
                                        "LOKI_URL",
                                        "UPSTREAM_ATTEMPTS"))
                        .hasMessageContaining(
                                "WINDOW_LENGTH is \"soon\": a duration is accepted, such as 30s, 5m or 1h")
                        .hasMessageContaining("UPSTREAM_ATTEMPTS is \"0\": 1 to 10 are accepted"));
    }

    @Test
    void outOfRange_isToldWithTheRange() {
        with(Map.of("WINDOW_LENGTH", "1500ms"))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("WINDOW_LENGTH is \"1500ms\": 10s to 1h are accepted")
                        .hasMessageContaining("WINDOW_LENGTH is \"1500ms\": whole seconds are accepted"));
    }

    @Test
    void secrets_areMasked() {
        with(Map.of("LOKI_AUTH_USER", "u", "LOKI_AUTH_TOKEN", "t0ken"))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("LOKI_AUTH_TOKEN is \"***\"")
                        .hasMessageNotContaining("t0ken"));
    }

    private static ApplicationContextRunner with(Map<String, Object> variables) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Records.class)
                .withInitializer(context -> {
                    MutablePropertySources sources = context.getEnvironment().getPropertySources();
                    Stream.of("systemEnvironment", "systemProperties").forEach(sources::remove);
                    sources.addFirst(new MapPropertySource("variables", variables));
                    applicationYaml().forEach(sources::addLast);
                });
    }

    private static List<org.springframework.core.env.PropertySource<?>> applicationYaml() {
        try {
            return new YamlPropertySourceLoader().load("application.yaml", new ClassPathResource("application.yaml"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
