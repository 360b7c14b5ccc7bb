package io.lokitempo.lab.standin.logql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions over the series of one instant. */
public enum VectorFunction {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    STDDEV,
    STDVAR,
    TOPK,
    BOTTOMK,
    SORT,
    SORT_DESC;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean takesParameter() {
        return this == TOPK || this == BOTTOMK;
    }

    /** Whether it keeps series as they are instead of making one of a group. */
    public boolean isSelection() {
        return takesParameter() || this == SORT || this == SORT_DESC;
    }

    static Optional<VectorFunction> of(String text) {
        return Arrays.stream(values()).filter(f -> f.text().equals(text)).findFirst();
    }

    static String supported() {
        return Arrays.stream(values()).map(VectorFunction::text).collect(Collectors.joining(", "));
    }
}
