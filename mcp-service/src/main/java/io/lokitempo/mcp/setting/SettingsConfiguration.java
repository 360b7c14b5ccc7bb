package io.lokitempo.mcp.setting;

import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The settings in force and the place where they are changed. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
    @Bean
    SettingSecrets settingSecrets(Environment environment) {
        Map<String, String> text = SettingsCheck.values(environment);
        return new SettingSecrets(
                text.getOrDefault("SETTINGS_KEY", ""), Settings.of(text).allowedSecrets(), System::getenv);
    }

    @Bean
    LiveSettings liveSettings(Environment environment, SettingSecrets secrets) {
        return new LiveSettings(SettingsCheck.values(environment), environment::containsProperty, secrets);
    }

    @Bean
    AccessSettings accessSettings(Environment environment) {
        return AccessSettings.of(SettingsCheck.values(environment));
    }

    @Bean(initMethod = "open")
    SettingsOffice settingsOffice(Environment environment, LiveSettings settings, SettingSecrets secrets, Clock clock) {
        Map<String, String> text = SettingsCheck.values(environment);
        SettingsAudit audit = new SettingsAudit(
                text.getOrDefault("DATABASE_URL", ""),
                text.getOrDefault("DATABASE_USER", ""),
                text.getOrDefault("DATABASE_PASSWORD", ""));
        return new SettingsOffice(
                settings,
                secrets,
                new SettingsFile(settings.base().settingsFile()),
                new SettingsTopic(text.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "")),
                audit,
                clock);
    }
}
