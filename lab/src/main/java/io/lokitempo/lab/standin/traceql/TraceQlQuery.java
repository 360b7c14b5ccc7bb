package io.lokitempo.lab.standin.traceql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A TraceQL query.
 *
 * @param metrics what is counted; null of a search
 */
public record TraceQlQuery(
        Spansets spansets, List<Stage> stages, @Nullable Metrics metrics, Hints hints) {
    public TraceQlQuery {
        stages = List.copyOf(stages);
    }

    /** Spans of one trace. */
    public sealed interface Spansets {
        record Filter(FieldExpr condition) implements Spansets {}

        /** Spans of both, where there are some of each. */
        record Both(Spansets left, Spansets right) implements Spansets {}

        record Either(Spansets left, Spansets right) implements Spansets {}

        /** Spans of the right that stand so to one of the left. */
        record Related(Spansets left, Relation relation, Spansets right) implements Spansets {}
    }

    /** How a span stands to another. */
    public enum Relation {
        CHILD(">"),
        DESCENDANT(">>"),
        PARENT("<"),
        ANCESTOR("<<"),
        SIBLING("~");

        private final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** What happens to the sets of spans one after the other. */
    public sealed interface Stage {
        record Select(List<Field> fields) implements Stage {
            public Select {
                fields = List.copyOf(fields);
            }
        }

        record By(Field field) implements Stage {}

        record Coalesce() implements Stage {}

        record Narrow(Spansets spansets) implements Stage {}

        /** @param field null of count() */
        record Aggregate(
                AggregateFunction function, @Nullable Field field, FieldExpr.Operator operator, Value threshold)
                implements Stage {
            public String text() {
                return function.text() + "(" + (field == null ? "" : field) + ")";
            }
        }
    }

    public enum AggregateFunction {
        COUNT,
        MIN,
        MAX,
        AVG,
        SUM;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Numbers over time.
     *
     * @param field null of rate() and count_over_time()
     * @param quantiles of quantile_over_time alone
     * @param ranking series kept at each step; null all
     */
    public record Metrics(
            MetricsFunction function,
            @Nullable Field field,
            List<Double> quantiles,
            List<Field> by,
            @Nullable Ranking ranking) {
        public Metrics {
            quantiles = List.copyOf(quantiles);
            by = List.copyOf(by);
        }
    }

    public record Ranking(boolean top, int count) {}

    /** @param exemplars null where the query says nothing of them */
    public record Hints(boolean mostRecent, @Nullable Boolean exemplars) {
        static final Hints NONE = new Hints(false, null);
    }

    /** Fields that the query speaks of, which its answer shows of each span. */
    public Set<Field> fields() {
        Set<Field> fields = new LinkedHashSet<>();
        collect(spansets, fields);
        for (Stage stage : stages) {
            switch (stage) {
                case Stage.Select(List<Field> selected) -> fields.addAll(selected);
                case Stage.By(Field field) -> fields.add(field);
                case Stage.Narrow(Spansets narrowed) -> collect(narrowed, fields);
                case Stage.Aggregate aggregate ->
                    Optional.ofNullable(aggregate.field()).ifPresent(fields::add);
                case Stage.Coalesce() -> {}
            }
        }
        return fields;
    }

    private static void collect(Spansets spansets, Set<Field> fields) {
        switch (spansets) {
            case Spansets.Filter(FieldExpr condition) -> collect(condition, fields);
            case Spansets.Both(Spansets left, Spansets right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case Spansets.Either(Spansets left, Spansets right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case Spansets.Related(Spansets left, Relation _, Spansets right) -> {
                collect(left, fields);
                collect(right, fields);
            }
        }
    }

    private static void collect(FieldExpr condition, Set<Field> fields) {
        List<FieldExpr.Operand> operands = new ArrayList<>();
        switch (condition) {
            case FieldExpr.Always() -> {}
            case FieldExpr.And(FieldExpr left, FieldExpr right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case FieldExpr.Or(FieldExpr left, FieldExpr right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case FieldExpr.Truth(FieldExpr.Operand operand) -> operands.add(operand);
            case FieldExpr.Comparison comparison -> operands.addAll(List.of(comparison.left(), comparison.right()));
            case FieldExpr.Matches matches -> operands.add(matches.left());
        }
        for (FieldExpr.Operand operand : operands) {
            if (operand instanceof FieldExpr.Operand.OfField(Field field)) {
                fields.add(field);
            }
        }
    }
}
