package io.lokitempo.analyzer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class StoreSettingsTest {
    @Test
    void defaults_arePinned() throws IOException {
        assertThat(bound(Map.of()))
                .isEqualTo(new StoreSettings(Duration.ofDays(30), Duration.ofDays(400), Duration.ofMinutes(1)));
    }

    @Test
    void variables_areBound() throws IOException {
        assertThat(bound(Map.of("RETENTION", "90d", "ROLLUP_RETENTION", "1000d", "ROLLUP_PAUSE", "10s")))
                .isEqualTo(new StoreSettings(Duration.ofDays(90), Duration.ofDays(1_000), Duration.ofSeconds(10)));
    }

    private static StoreSettings bound(Map<String, Object> variables) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("variables", variables));
        new YamlPropertySourceLoader()
                .load("application.yaml", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return Binder.get(environment)
                .bind("lokitempo.store", StoreSettings.class)
                .get();
    }
}
