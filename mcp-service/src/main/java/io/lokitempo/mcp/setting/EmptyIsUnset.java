package io.lokitempo.mcp.setting;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** An environment variable without text is one that is not set: compose files pass on every variable they name. */
final class EmptyIsUnset implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        PropertySource<?> variables = environment.getPropertySources().get(name);
        if (variables != null && variables.getSource() instanceof Map<?, ?> all) {
            Map<String, Object> set = new HashMap<>();
            all.forEach((key, value) -> {
                if (!value.toString().isBlank()) {
                    set.put(key.toString(), value);
                }
            });
            environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, set));
        }
    }
}
