package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.BinaryOperator;
import io.lokitempo.lab.standin.logql.Expr;
import io.lokitempo.lab.standin.logql.Expr.Grouping;
import io.lokitempo.lab.standin.logql.Expr.Matching;
import io.lokitempo.lab.standin.logql.Expr.Metric;
import io.lokitempo.lab.standin.logql.VectorFunction;
import io.lokitempo.lab.standin.query.QueryRefused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates metric queries, all steps at once. */
final class MetricEvaluator {
    /** What an expression is worth. */
    sealed interface Value {
        record Constant(double value) implements Value {}

        record Vectors(List<Series> series) implements Value {
            public Vectors {
                series = List.copyOf(series);
            }
        }
    }

    private final LogReader reader;
    private final Steps steps;

    MetricEvaluator(LogReader reader, Steps steps) {
        this.reader = reader;
        this.steps = steps;
    }

    Value evaluate(Metric metric) {
        return switch (metric) {
            case Expr.Scalar(double value) -> new Value.Constant(value);
            case Expr.ConstantVector(double value) -> new Value.Vectors(List.of(constant(value)));
            case Expr.RangeAggregation aggregation ->
                new Value.Vectors(new RangeEvaluator(reader, steps).evaluate(aggregation, null));
            case Expr.VectorAggregation aggregation -> new Value.Vectors(aggregated(aggregation));
            case Expr.BinaryOperation operation -> binary(operation);
        };
    }

    private Series constant(double value) {
        Series series = new Series(Map.of(), steps.count());
        for (int step = 0; step < steps.count(); step++) {
            series.set(step, value);
        }
        return series;
    }

    private List<Series> vectors(Metric metric) {
        return switch (evaluate(metric)) {
            case Value.Constant(double value) -> List.of(constant(value));
            case Value.Vectors(List<Series> series) -> series;
        };
    }

    private List<Series> aggregated(Expr.VectorAggregation aggregation) {
        // A sum of counts is the count of all: grouping the lines at once spares a series for each trace id.
        boolean anticipated = aggregation.function() == VectorFunction.SUM
                && aggregation.inner() instanceof Expr.RangeAggregation range
                && range.function().isAdditive();
        List<Series> inner = anticipated
                ? new RangeEvaluator(reader, steps)
                        .evaluate((Expr.RangeAggregation) aggregation.inner(), aggregation.grouping())
                : vectors(aggregation.inner());
        Map<Map<String, String>, List<Series>> groups = new LinkedHashMap<>();
        for (Series series : inner) {
            groups.computeIfAbsent(grouped(series.labels(), aggregation.grouping()), _ -> new ArrayList<>())
                    .add(series);
        }
        List<Series> results = new ArrayList<>();
        groups.forEach((labels, members) -> {
            if (aggregation.function().isSelection()) {
                results.addAll(selected(aggregation, members));
            } else {
                results.add(combined(aggregation.function(), labels, members));
            }
        });
        return results;
    }

    private static Map<String, String> grouped(Map<String, String> labels, Grouping grouping) {
        Map<String, String> kept = new HashMap<>(labels);
        kept.keySet().removeIf(label -> grouping.labels().contains(label) == grouping.without());
        return kept;
    }

    private Series combined(VectorFunction function, Map<String, String> labels, List<Series> members) {
        Series combined = new Series(labels, steps.count());
        for (int step = 0; step < steps.count(); step++) {
            int at = step;
            double[] values = members.stream()
                    .filter(series -> series.has(at))
                    .mapToDouble(series -> series.value(at))
                    .toArray();
            reader.deadline().step();
            if (values.length > 0) {
                combined.set(step, combined(function, values));
            }
        }
        return combined;
    }

    private static double combined(VectorFunction function, double[] values) {
        return switch (function) {
            case SUM -> Arrays.stream(values).sum();
            case AVG -> Windows.mean(values);
            case MIN -> Arrays.stream(values).min().orElseThrow();
            case MAX -> Arrays.stream(values).max().orElseThrow();
            case COUNT -> values.length;
            case STDVAR -> Windows.variance(values);
            case STDDEV -> Math.sqrt(Windows.variance(values));
            case TOPK, BOTTOMK, SORT, SORT_DESC -> throw new IllegalStateException(function + " combines nothing");
        };
    }

    /** At each step the members that are chosen there; sorting an instant's series is left to the answer's order. */
    private List<Series> selected(Expr.VectorAggregation aggregation, List<Series> members) {
        boolean descending =
                aggregation.function() == VectorFunction.TOPK || aggregation.function() == VectorFunction.SORT_DESC;
        long most = aggregation.function().takesParameter() ? aggregation.parameter() : members.size();
        Map<Series, Series> chosen = new LinkedHashMap<>();
        for (int step = 0; step < steps.count(); step++) {
            int at = step;
            Comparator<Series> byValue = Comparator.comparingDouble(series -> series.value(at));
            members.stream()
                    .filter(series -> series.has(at))
                    .sorted((descending ? byValue.reversed() : byValue).thenComparing(Series::sortKey))
                    .limit(most)
                    .forEach(series -> chosen.computeIfAbsent(series, s -> new Series(s.labels(), steps.count()))
                            .set(at, series.value(at)));
        }
        return new ArrayList<>(chosen.values());
    }

    private Value binary(Expr.BinaryOperation operation) {
        Value left = evaluate(operation.left());
        Value right = evaluate(operation.right());
        return switch (left) {
            case Value.Constant(double a) ->
                switch (right) {
                    case Value.Constant(double b) ->
                        new Value.Constant(operation.operator().apply(a, b));
                    case Value.Vectors(List<Series> series) -> withScalar(operation, series, a, false);
                };
            case Value.Vectors(List<Series> series) ->
                switch (right) {
                    case Value.Constant(double b) -> withScalar(operation, series, b, true);
                    case Value.Vectors(List<Series> others) ->
                        new Value.Vectors(
                                operation.operator().isSet()
                                        ? combinedSets(operation, series, others)
                                        : paired(operation, series, others));
                };
        };
    }

    private Value withScalar(Expr.BinaryOperation operation, List<Series> vectors, double scalar, boolean vectorFirst) {
        if (operation.operator().isSet()) {
            throw QueryRefused.invalid("parse error : unexpected literal for "
                    + (vectorFirst ? "right" : "left") + " leg of logical/set binary operation ("
                    + operation.operator().symbol() + "): " + scalar);
        }
        List<Series> results = new ArrayList<>();
        for (Series series : vectors) {
            Series result = new Series(series.labels(), steps.count());
            for (int step = 0; step < steps.count(); step++) {
                if (series.has(step)) {
                    double value = series.value(step);
                    apply(operation, vectorFirst ? value : scalar, vectorFirst ? scalar : value, value, result, step);
                }
            }
            results.add(result);
        }
        return new Value.Vectors(withoutEmpty(results));
    }

    /** @param kept the value that a filtering comparison passes on */
    private static void apply(
            Expr.BinaryOperation operation, double left, double right, double kept, Series result, int step) {
        if (!operation.operator().isComparison() || operation.bool()) {
            result.set(step, operation.operator().apply(left, right));
        } else if (operation.operator().holds(left, right)) {
            result.set(step, kept);
        }
    }

    private static List<Series> withoutEmpty(List<Series> series) {
        return series.stream().filter(s -> !s.isEmpty()).toList();
    }

    private List<Series> paired(Expr.BinaryOperation operation, List<Series> left, List<Series> right) {
        Map<Map<String, String>, Series> rights = byKey(right, operation.matching());
        byKey(left, operation.matching());
        List<Series> results = new ArrayList<>();
        for (Series series : left) {
            Map<String, String> key = key(series, operation.matching());
            Series other = rights.get(key);
            if (other != null) {
                boolean keepsLabels = operation.operator().isComparison() && !operation.bool();
                Series result = new Series(keepsLabels ? series.labels() : key, steps.count());
                for (int step = 0; step < steps.count(); step++) {
                    if (series.has(step) && other.has(step)) {
                        apply(operation, series.value(step), other.value(step), series.value(step), result, step);
                    }
                }
                results.add(result);
            }
        }
        return withoutEmpty(results);
    }

    private static Map<Map<String, String>, Series> byKey(Collection<Series> series, @Nullable Matching matching) {
        Map<Map<String, String>, Series> byKey = new HashMap<>();
        for (Series one : series) {
            if (byKey.put(key(one, matching), one) != null) {
                throw QueryRefused.invalid("multiple matches for labels: many-to-one matching must be explicit"
                        + " (group_left/group_right)");
            }
        }
        return byKey;
    }

    private static Map<String, String> key(Series series, @Nullable Matching matching) {
        return matching == null
                ? series.labels()
                : grouped(series.labels(), new Grouping(matching.ignoring(), matching.labels()));
    }

    private List<Series> combinedSets(Expr.BinaryOperation operation, List<Series> left, List<Series> right) {
        List<Series> results = new ArrayList<>();
        BinaryOperator operator = operation.operator();
        for (Series series : left) {
            boolean wanted = operator == BinaryOperator.AND;
            results.add(operator == BinaryOperator.OR ? series : where(series, right, operation.matching(), wanted));
        }
        if (operator == BinaryOperator.OR) {
            right.forEach(series -> results.add(where(series, left, operation.matching(), false)));
        }
        return withoutEmpty(results);
    }

    /** The series at the steps where the others have, or have not, one of the same key. */
    private Series where(Series series, List<Series> others, @Nullable Matching matching, boolean wanted) {
        Map<String, String> key = key(series, matching);
        List<Series> same = others.stream()
                .filter(other -> key(other, matching).equals(key))
                .toList();
        Series kept = new Series(series.labels(), steps.count());
        for (int step = 0; step < steps.count(); step++) {
            int at = step;
            if (series.has(at) && same.stream().anyMatch(other -> other.has(at)) == wanted) {
                kept.set(at, series.value(at));
            }
        }
        return kept;
    }
}
