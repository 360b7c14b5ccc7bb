package io.lokitempo.analyzer.settings;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Hides empty environment variables, which compose files make of every setting left blank, so that defaults apply. */
final class EmptyMeansUnset implements EnvironmentPostProcessor, Ordered {
    private static final String SOURCE = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> set = environment.getSystemEnvironment().entrySet().stream()
                .filter(variable -> !variable.getValue().toString().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        if (environment.getPropertySources().contains(SOURCE)) {
            environment.getPropertySources().replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, set));
        }
    }

    /** After Spring Boot wraps the variables, before it reads application.yaml. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 8;
    }
}
