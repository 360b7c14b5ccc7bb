package io.lokitempo.analyzer.runtime;

import io.lokitempo.analyzer.settings.InvalidSettings;
import io.lokitempo.setting.SettingSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where changed settings come from. It is bound before the application has beans, as all others are bound over what they
 * say.
 *
 * @param file that stands in for the topic while there is no broker
 * @param key that secrets are encrypted under, or empty
 * @param allowedSecrets variables that a secret may name
 * @param patience how long a start waits for the topic
 */
record RuntimeSettings(Path file, String key, Set<String> allowedSecrets, Duration patience) {
    RuntimeSettings {
        allowedSecrets = Set.copyOf(allowedSecrets);
    }

    static RuntimeSettings of(Environment environment) {
        return Binder.get(environment)
                .bind("lokitempo.runtime", RuntimeSettings.class)
                .orElseThrow(() -> new IllegalStateException("application.yaml says lokitempo.runtime"));
    }

    /** @throws InvalidSettings where the key is none */
    SettingSecrets secrets() {
        try {
            return new SettingSecrets(key, allowedSecrets, System::getenv);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings(
                    List.of(new InvalidSettings.Problem("SETTINGS_KEY", "***", String.valueOf(e.getMessage()))));
        }
    }
}
