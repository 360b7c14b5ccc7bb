package io.lokitempo.mcp.setting;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The settings in force and the place where they are changed. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
    @Bean
    LiveSettings liveSettings(Environment environment) {
        return new LiveSettings(SettingsCheck.values(environment), environment::containsProperty, System::getenv);
    }

    @Bean(initMethod = "open")
    SettingsOffice settingsOffice(
            LiveSettings settings,
            @Value("${lokitempo.settings[KAFKA_BOOTSTRAP_SERVERS]}") String brokers,
            Clock clock) {
        SettingsFile file = new SettingsFile(settings.base().settingsFile());
        return new SettingsOffice(settings, file, new SettingsTopic(brokers, settings, clock));
    }
}
