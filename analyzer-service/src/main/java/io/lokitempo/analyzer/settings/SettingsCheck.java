package io.lokitempo.analyzer.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Binds every settings record of this application before any bean is made. Spring Boot alone would stop at the first
 * value it cannot convert; this tells all of them, under the names an operator knows.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}].*");
    private static final Pattern SECRET = Pattern.compile(".*(password|token|secret).*");

    private final Environment environment;

    SettingsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<InvalidSettings.Problem> problems = new ArrayList<>();
        for (String bean : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(bean, false);
            if (type != null && type.getPackageName().startsWith("io.lokitempo")) {
                problems.addAll(problemsOf(type));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private List<InvalidSettings.Problem> problemsOf(Class<?> type) {
        String prefix = Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class))
                .value();
        Unconvertible unconvertible = new Unconvertible();
        Object bound = Binder.get(environment)
                .bind(ConfigurationPropertyName.of(prefix), Bindable.of(type), unconvertible)
                .orElse(null);
        if (!unconvertible.problems.isEmpty() || bound == null) {
            return unconvertible.problems; // the record is full of holes; its constraints would repeat them
        }
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            return validators.getValidator().validate(bound).stream()
                    .map(violation -> problem(prefix, violation))
                    .sorted((a, b) -> a.key().compareTo(b.key()))
                    .toList();
        }
    }

    private InvalidSettings.Problem problem(String prefix, ConstraintViolation<?> violation) {
        String property =
                DataObjectPropertyName.toDashedForm(violation.getPropertyPath().toString());
        return problem(ConfigurationPropertyName.adapt(prefix + "." + property, '.'), violation.getMessage());
    }

    private InvalidSettings.Problem problem(ConfigurationPropertyName name, String accepted) {
        String value = environment.getProperty(name.toString(), "");
        boolean secret = SECRET.matcher(name.toString()).matches() && !value.isEmpty();
        return new InvalidSettings.Problem(keyOf(name), secret ? "***" : value, accepted);
    }

    /** The environment variable that application.yaml takes the property from, else the property's own name. */
    private String keyOf(ConfigurationPropertyName name) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                Matcher variable = VARIABLE.matcher(String.valueOf(property.getValue()));
                return variable.matches() ? variable.group(1) : name.toString();
            }
        }
        return name.toString();
    }

    /** Notes what cannot be converted and goes on without it. */
    private final class Unconvertible extends AbstractBindHandler {
        private final List<InvalidSettings.Problem> problems = new ArrayList<>();

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
            if (context.getConfigurationProperty() != null) {
                problems.add(problem(name, acceptedBy(target.getType().resolve(Object.class), error)));
            }
            return null;
        }
    }

    private static String acceptedBy(Class<?> type, Exception error) {
        if (type == Duration.class) {
            return "a duration is accepted, such as 30s, 5m or 1h";
        }
        if (type == int.class || type == long.class) {
            return "a whole number is accepted";
        }
        if (type == URI.class) {
            return "an http:// or https:// URL is accepted";
        }
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
