package io.lokitempo.lab.standin.traceql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions over the spans that start in a bucket of time. */
public enum MetricsFunction {
    RATE,
    COUNT_OVER_TIME,
    MIN_OVER_TIME,
    MAX_OVER_TIME,
    AVG_OVER_TIME,
    SUM_OVER_TIME,
    QUANTILE_OVER_TIME,
    HISTOGRAM_OVER_TIME;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean takesField() {
        return this != RATE && this != COUNT_OVER_TIME;
    }

    static Optional<MetricsFunction> of(String text) {
        return Arrays.stream(values()).filter(f -> f.text().equals(text)).findFirst();
    }

    static String supported() {
        return Arrays.stream(values()).map(MetricsFunction::text).collect(Collectors.joining(", "));
    }
}
