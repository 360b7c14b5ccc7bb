package io.lokitempo.analyzer.runtime;

import io.lokitempo.finding.MuteRules;
import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/** What changes while the analyzer runs. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {
    @Bean
    Muting muting(ConfigurableEnvironment environment) {
        Muting muting = new Muting(MuteRules.NONE);
        muting.change(environment.getProperty(SettingNames.MUTE_ANOMALIES, ""));
        return muting;
    }

    @Bean
    SettingsWatch settingsWatch(
            ConfigurableEnvironment environment,
            Muting muting,
            @Value("${spring.kafka.bootstrap-servers}") String brokers) {
        RuntimeSettings runtime = RuntimeSettings.of(environment);
        SettingSecrets secrets = runtime.secrets();
        PropertySource<?> source = environment.getPropertySources().get(ChangedProperties.NAME);
        ChangedProperties begunWith = source instanceof ChangedProperties changed
                ? changed
                : new ChangedProperties(ChangedSettings.NONE, secrets);
        return new SettingsWatch(
                        begunWith,
                        secrets,
                        new SettingsFile(runtime.file()),
                        muting,
                        environmentsMuting(environment),
                        new SettingsTopic(brokers))
                .start();
    }

    private static String environmentsMuting(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(ChangedProperties.NAME))
                .map(source -> source.getProperty(SettingNames.MUTE_ANOMALIES))
                .filter(java.util.Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }
}
