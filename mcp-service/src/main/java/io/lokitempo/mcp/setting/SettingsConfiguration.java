package io.lokitempo.mcp.setting;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The settings as a bean. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
    @Bean
    LiveSettings liveSettings(Environment environment) {
        return new LiveSettings(SettingsCheck.values(environment), environment::containsProperty);
    }
}
