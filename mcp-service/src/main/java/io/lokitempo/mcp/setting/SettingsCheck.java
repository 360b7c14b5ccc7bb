package io.lokitempo.mcp.setting;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Reads the settings before anything is built from one of them, so that the first wrong one does not hide the rest. */
final class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Settings.of(values(context.getEnvironment()));
    }

    static Map<String, String> values(Environment environment) {
        return Binder.get(environment)
                .bind("lokitempo.settings", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of());
    }
}
