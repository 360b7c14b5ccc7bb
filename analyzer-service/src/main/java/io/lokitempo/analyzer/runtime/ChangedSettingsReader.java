package io.lokitempo.analyzer.runtime;

import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import java.util.Optional;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads what was changed before anything is built from the settings, so that pollers begin on the servers in force. The
 * whole topic is read, in bounded time; without a broker the file serves.
 */
final class ChangedSettingsReader implements EnvironmentPostProcessor, Ordered {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty("lokitempo.runtime.file")) {
            return; // a context without application.yaml
        }
        RuntimeSettings runtime = RuntimeSettings.of(environment);
        SettingsFile file = new SettingsFile(runtime.file());
        ChangedSettings changed = file.read();
        try (SettingsTopic topic =
                new SettingsTopic(environment.getRequiredProperty("spring.kafka.bootstrap-servers"))) {
            Optional<ChangedSettings> told = topic.read(runtime.patience());
            if (told.isPresent()) {
                changed = changed.with(told.get());
                file.write(changed);
            }
        }
        SettingSecrets secrets = runtime.secrets();
        environment.getPropertySources().addFirst(new ChangedProperties(changed, secrets));
    }

    /** After Spring Boot has read application.yaml. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 20;
    }
}
