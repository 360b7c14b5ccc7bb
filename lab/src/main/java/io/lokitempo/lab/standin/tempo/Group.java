package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.traceql.Field;
import io.lokitempo.lab.standin.traceql.TraceQlQuery.Metrics;
import io.lokitempo.lab.standin.traceql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Spans of one group of a metrics query, taken up bucket by bucket. */
final class Group {
    private static final int EXEMPLARS_OF_A_BUCKET = 2;
    private static final double NANOS = 1e9;

    private final Metrics metrics;
    private final Map<String, Value> labels = new LinkedHashMap<>();
    private final Summary[] summaries;
    private final List<SpanSeries.Exemplar> exemplars = new ArrayList<>();

    /** What is kept of the spans of one bucket. */
    private static final class Summary {
        private int count;
        private double sum;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private final Log2Buckets buckets = new Log2Buckets();
        private final Map<Double, Integer> histogram = new TreeMap<>();
    }

    Group(Metrics metrics, List<Value> by, int buckets) {
        this.metrics = metrics;
        this.summaries = new Summary[buckets];
        for (int i = 0; i < by.size(); i++) {
            // a field that no span of the group has is left out, unless nothing else would name the group
            if (!by.get(i).equals(Value.Nil.NIL) || by.size() == 1) {
                labels.put(metrics.by().get(i).toString(), by.get(i));
            }
        }
    }

    void add(int bucket, TraceView trace, int span) {
        OptionalDouble number = number(trace, span);
        if (number.isEmpty()) {
            return;
        }
        Summary summary = summaries[bucket];
        if (summary == null) {
            summary = new Summary();
            summaries[bucket] = summary;
        }
        double value = number.getAsDouble();
        if (summary.count < EXEMPLARS_OF_A_BUCKET) {
            Double own = metrics.field() == null ? null : value / unit();
            exemplars.add(
                    new SpanSeries.Exemplar(trace.shownId(), trace.span(span).start() / 1_000_000, bucket, own));
        }
        summary.count++;
        summary.sum += value;
        summary.least = Math.min(summary.least, value);
        summary.most = Math.max(summary.most, value);
        summary.buckets.add(value);
        if (value >= 2) {
            summary.histogram.merge(Log2Buckets.bucketOf(value), 1, Integer::sum);
        }
    }

    private OptionalDouble number(TraceView trace, int span) {
        return metrics.field() == null
                ? OptionalDouble.of(1)
                : SpansetEvaluator.number(trace.value(metrics.field(), span));
    }

    /** Durations are shown in seconds. */
    private double unit() {
        Field field = metrics.field();
        return field == Field.Intrinsic.DURATION || field == Field.Intrinsic.TRACE_DURATION ? NANOS : 1;
    }

    List<SpanSeries> series(Buckets buckets) {
        return switch (metrics.function()) {
            case RATE -> List.of(one(summary -> summary == null ? 0d : summary.count / buckets.stepSeconds()));
            case COUNT_OVER_TIME -> List.of(one(summary -> summary == null ? 0d : (double) summary.count));
            case MIN_OVER_TIME -> filled(one(summary -> summary == null ? null : summary.least / unit()));
            case MAX_OVER_TIME -> filled(one(summary -> summary == null ? null : summary.most / unit()));
            case SUM_OVER_TIME -> filled(one(summary -> summary == null ? null : summary.sum / unit()));
            case AVG_OVER_TIME -> filled(one(summary -> summary == null ? null : summary.sum / summary.count / unit()));
            case QUANTILE_OVER_TIME -> filled() ? quantiles() : List.of();
            case HISTOGRAM_OVER_TIME -> histogram();
        };
    }

    private boolean filled() {
        return IntStream.range(0, summaries.length).anyMatch(bucket -> summaries[bucket] != null);
    }

    private List<SpanSeries> filled(SpanSeries series) {
        return filled() ? List.of(series) : List.of();
    }

    /** A bucket's value, null where it has none. */
    private interface Point {
        @Nullable
        Double of(@Nullable Summary summary);
    }

    private SpanSeries one(Point point) {
        Map<String, Value> named = labels.isEmpty()
                ? Map.of("__name__", new Value.Text(metrics.function().text()))
                : labels;
        return series(named, point, exemplars);
    }

    private SpanSeries series(Map<String, Value> named, Point point, List<SpanSeries.Exemplar> shown) {
        SpanSeries series = new SpanSeries(named, labels, summaries.length, shown);
        for (int bucket = 0; bucket < summaries.length; bucket++) {
            Double value = point.of(summaries[bucket]);
            if (value != null) {
                series.set(bucket, value);
            }
        }
        return series;
    }

    private Map<String, Value> labelsWith(String name, double value) {
        Map<String, Value> more = new LinkedHashMap<>(labels);
        more.put(name, new Value.Decimal(value));
        return more;
    }

    private List<SpanSeries> quantiles() {
        return metrics.quantiles().stream()
                .map(q -> series(
                        labelsWith("p", q),
                        summary -> summary == null || summary.buckets.isEmpty()
                                ? 0d
                                : summary.buckets.quantile(q) / unit(),
                        exemplars))
                .toList();
    }

    private List<SpanSeries> histogram() {
        return IntStream.range(0, summaries.length)
                .mapToObj(bucket -> summaries[bucket])
                .filter(Objects::nonNull)
                .flatMap(summary -> summary.histogram.keySet().stream())
                .distinct()
                .sorted()
                .map(bucket -> series(
                        labelsWith("__bucket", bucket / unit()),
                        summary -> summary == null ? 0d : (double) summary.histogram.getOrDefault(bucket, 0),
                        exemplars.stream()
                                .filter(exemplar -> exemplar.isIn(bucket, unit()))
                                .toList()))
                .toList();
    }
}
