package io.lokitempo.lab.standin.logql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions over the lines or the unwrapped samples of a range. */
public enum RangeFunction {
    COUNT_OVER_TIME(Input.LINES),
    BYTES_OVER_TIME(Input.LINES),
    BYTES_RATE(Input.LINES),
    ABSENT_OVER_TIME(Input.EITHER),
    RATE(Input.EITHER),
    SUM_OVER_TIME(Input.SAMPLES),
    AVG_OVER_TIME(Input.SAMPLES),
    MIN_OVER_TIME(Input.SAMPLES),
    MAX_OVER_TIME(Input.SAMPLES),
    FIRST_OVER_TIME(Input.SAMPLES),
    LAST_OVER_TIME(Input.SAMPLES),
    STDDEV_OVER_TIME(Input.SAMPLES),
    STDVAR_OVER_TIME(Input.SAMPLES),
    QUANTILE_OVER_TIME(Input.SAMPLES);

    /** What a function reads. */
    public enum Input {
        LINES,
        SAMPLES,
        EITHER
    }

    private final Input input;

    RangeFunction(Input input) {
        this.input = input;
    }

    public Input input() {
        return input;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the sum of the function over two disjoint sets of lines is the function of both together. */
    public boolean isAdditive() {
        return switch (this) {
            case COUNT_OVER_TIME, BYTES_OVER_TIME, BYTES_RATE, RATE, SUM_OVER_TIME -> true;
            case ABSENT_OVER_TIME,
                    AVG_OVER_TIME,
                    MIN_OVER_TIME,
                    MAX_OVER_TIME,
                    FIRST_OVER_TIME,
                    LAST_OVER_TIME,
                    STDDEV_OVER_TIME,
                    STDVAR_OVER_TIME,
                    QUANTILE_OVER_TIME -> false;
        };
    }

    boolean takesGrouping() {
        return input == Input.SAMPLES && this != SUM_OVER_TIME;
    }

    static Optional<RangeFunction> of(String text) {
        return Arrays.stream(values()).filter(f -> f.text().equals(text)).findFirst();
    }

    static String supported() {
        return Arrays.stream(values()).map(RangeFunction::text).collect(Collectors.joining(", "));
    }
}
