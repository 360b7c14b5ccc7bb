package io.lokitempo.lab.standin.logql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LogQL expression. */
public sealed interface Expr {
    /** Lines: the streams that match, each line through the stages in order. */
    record Logs(List<StreamMatcher> matchers, List<Stage> stages) implements Expr {
        public Logs {
            matchers = List.copyOf(matchers);
            stages = List.copyOf(stages);
        }
    }

    /** Numbers over time. */
    sealed interface Metric extends Expr {}

    /**
     * A number from the lines of {@code (t - range - offset, t - offset]}.
     *
     * @param parameter the quantile; 0 for other functions
     * @param grouping labels by which series are kept apart; null keeps all labels
     */
    record RangeAggregation(
            RangeFunction function,
            double parameter,
            Logs logs,
            @Nullable Unwrap unwrap,
            long rangeNanos,
            long offsetNanos,
            @Nullable Grouping grouping)
            implements Metric {}

    /** @param parameter how many, of topk and bottomk */
    record VectorAggregation(VectorFunction function, int parameter, Metric inner, Grouping grouping)
            implements Metric {}

    /**
     * @param bool whether a comparison yields 0 and 1 instead of filtering
     * @param matching labels by which the two sides are paired; null pairs by all
     */
    record BinaryOperation(
            BinaryOperator operator, boolean bool, @Nullable Matching matching, Metric left, Metric right)
            implements Metric {}

    /** A number that is the same at all times. */
    record Scalar(double value) implements Metric {}

    /** {@code vector(n)}: one series without labels. */
    record ConstantVector(double value) implements Metric {}

    /** @param without whether the labels are those left out rather than those kept */
    record Grouping(boolean without, List<String> labels) {
        public static final Grouping NONE = new Grouping(false, List.of());

        public Grouping {
            labels = List.copyOf(labels);
        }
    }

    /** @param ignoring whether the labels are those not looked at */
    record Matching(boolean ignoring, List<String> labels) {
        public Matching {
            labels = List.copyOf(labels);
        }
    }

    /** The label whose value is the number, how to read it, and what a sample must pass afterwards. */
    record Unwrap(String label, Conversion conversion, List<LabelCondition> filters) {
        public Unwrap {
            filters = List.copyOf(filters);
        }
    }

    enum Conversion {
        NUMBER,
        DURATION,
        BYTES
    }
}
