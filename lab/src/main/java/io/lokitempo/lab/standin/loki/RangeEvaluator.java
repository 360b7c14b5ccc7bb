package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.Expr.Conversion;
import io.lokitempo.lab.standin.logql.Expr.Grouping;
import io.lokitempo.lab.standin.logql.Expr.RangeAggregation;
import io.lokitempo.lab.standin.logql.Expr.Unwrap;
import io.lokitempo.lab.standin.logql.LabelCondition;
import io.lokitempo.lab.standin.logql.RangeFunction;
import io.lokitempo.lab.standin.logql.StreamMatcher;
import io.lokitempo.lab.standin.logql.TextMatch;
import io.lokitempo.lab.standin.query.QueryRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates a range aggregation at all steps in one pass over the lines. */
final class RangeEvaluator {
    private static final long MAX_CELLS = 5_000_000;

    private final LogReader reader;
    private final Steps steps;

    RangeEvaluator(LogReader reader, Steps steps) {
        this.reader = reader;
        this.steps = steps;
    }

    /** @param reduction labels that the outer aggregation keeps, where it may be anticipated; null keeps all */
    List<Series> evaluate(RangeAggregation aggregation, @Nullable Grouping reduction) {
        Steps shifted = new Steps(steps.start() - aggregation.offsetNanos(), steps.step(), steps.count());
        boolean absent = aggregation.function() == RangeFunction.ABSENT_OVER_TIME;
        Grouping grouping =
                absent ? Grouping.NONE : aggregation.grouping() == null ? reduction : aggregation.grouping();
        Map<Map<String, String>, Accumulator> accumulators = new HashMap<>();
        reader.forEach(
                aggregation.logs(),
                shifted.start() - aggregation.rangeNanos() + 1,
                shifted.end() + 1,
                row -> sample(aggregation, row).ifPresent(value -> {
                    Map<String, String> labels = labels(row, aggregation.unwrap(), grouping);
                    accumulators
                            .computeIfAbsent(labels, _ -> accumulator(aggregation, shifted, accumulators.size()))
                            .add(row.time(), value);
                }));
        if (absent) {
            return absent(aggregation, accumulators.get(Map.<String, String>of()));
        }
        List<Series> series = new ArrayList<>();
        accumulators.forEach((labels, accumulator) -> series.add(accumulator.series(labels)));
        series.removeIf(Series::isEmpty);
        return series;
    }

    private static Accumulator accumulator(RangeAggregation aggregation, Steps steps, int series) {
        if ((series + 1L) * steps.count() > MAX_CELLS) {
            throw QueryRefused.invalid("stand-in: more than " + MAX_CELLS
                    + " points before aggregation; narrow the selector, the range or the labels kept");
        }
        double seconds = aggregation.rangeNanos() / 1e9;
        if (aggregation.unwrap() != null && aggregation.function() != RangeFunction.ABSENT_OVER_TIME) {
            return new Accumulator.Samples(
                    steps, aggregation.rangeNanos(), aggregation.function(), aggregation.parameter());
        }
        boolean rate =
                aggregation.function() == RangeFunction.RATE || aggregation.function() == RangeFunction.BYTES_RATE;
        return new Accumulator.Sums(steps, aggregation.rangeNanos(), rate ? seconds : 1);
    }

    /** The number that a row contributes; empty where it has none. */
    private static OptionalDouble sample(RangeAggregation aggregation, Row row) {
        Unwrap unwrap = aggregation.unwrap();
        if (unwrap == null) {
            return OptionalDouble.of(
                    switch (aggregation.function()) {
                        case BYTES_OVER_TIME, BYTES_RATE -> row.line().getBytes(StandardCharsets.UTF_8).length;
                        default -> 1;
                    });
        }
        if (!row.has(unwrap.label())) {
            return OptionalDouble.empty();
        }
        String text = row.get(unwrap.label());
        OptionalDouble value = Pipeline.number(text, unwrap.conversion());
        if (value.isEmpty() && !row.hasError()) {
            row.error("SampleExtractionErr", Pipeline.unreadable(text, unwrap.conversion()));
        }
        for (LabelCondition filter : unwrap.filters()) {
            if (!Pipeline.holds(filter, row)) {
                return OptionalDouble.empty();
            }
        }
        double number = value.orElse(0);
        return OptionalDouble.of(unwrap.conversion() == Conversion.DURATION ? number / 1e9 : number);
    }

    private static Map<String, String> labels(Row row, @Nullable Unwrap unwrap, @Nullable Grouping grouping) {
        boolean asked =
                grouping != null && !grouping.without() && grouping.labels().contains(Row.ERROR);
        if (row.hasError() && !asked) {
            throw pipelineError(row);
        }
        if (grouping != null && !grouping.without()) {
            Map<String, String> kept = HashMap.newHashMap(grouping.labels().size());
            for (String label : grouping.labels()) {
                String value = row.get(label);
                if (!value.isEmpty()) {
                    kept.put(label, value);
                }
            }
            return kept;
        }
        Map<String, String> all = new HashMap<>(row.labels());
        if (unwrap != null) {
            all.remove(unwrap.label());
        }
        if (grouping != null) {
            grouping.labels().forEach(all::remove);
        }
        return all;
    }

    private static QueryRefused pipelineError(Row row) {
        String kind = row.get(Row.ERROR);
        String series = row.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        return QueryRefused.invalid("pipeline error: '" + kind + "' for series: '" + series + "'.\n"
                + "Use a label filter to intentionally skip this error. (e.g | __error__!=\"" + kind + "\").\n"
                + "To skip all potential errors you can match empty errors.(e.g __error__=\"\")\n"
                + "The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__=\"\" )\n");
    }

    private List<Series> absent(RangeAggregation aggregation, @Nullable Accumulator found) {
        Map<String, String> labels = aggregation.logs().matchers().stream()
                .filter(matcher -> matcher.match().operator() == TextMatch.Operator.EQUAL)
                .collect(Collectors.toMap(
                        StreamMatcher::label, matcher -> matcher.match().text(), (first, _) -> first));
        Series present = found == null ? new Series(Map.of(), steps.count()) : found.series(Map.of());
        Series absent = new Series(labels, steps.count());
        for (int step = 0; step < steps.count(); step++) {
            if (!present.has(step)) {
                absent.set(step, 1);
            }
        }
        return absent.isEmpty() ? List.of() : List.of(absent);
    }
}
