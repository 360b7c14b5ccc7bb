package io.lokitempo.mcp.live;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.SpanSeries;
import io.lokitempo.tempo.TempoClient;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.HitSpan;
import io.lokitempo.upstream.Reply;
import io.lokitempo.upstream.Reply.Answered;
import io.lokitempo.upstream.Reply.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rates, errors and durations of requests as Tempo computes them at the moment, by TraceQL metrics where this Tempo has
 * them, else from the traces that a search finds. A request is a span of kind server or consumer.
 */
public final class LiveMetrics {
    private static final String REQUEST = "(kind=server || kind=consumer)";
    private static final int SEARCHED_TRACES = 500;
    /** Longest range of a metrics query that Tempo 2 accepts by default. */
    private static final Duration LONGEST = Duration.ofHours(3);

    /**
     * What was measured.
     *
     * @param all one row a group; more than one only where grouped
     * @param coverage how far it can be relied on, in plain words
     */
    public record Measured(List<RequestNumbers> all, TimeWindow window, List<String> queries, List<String> coverage) {
        public Measured {
            all = List.copyOf(all);
            queries = List.copyOf(queries);
            coverage = List.copyOf(coverage);
        }
    }

    private final Traces traces;
    private final Backends backends;

    public LiveMetrics(Traces traces, Backends backends) {
        this.traces = traces;
        this.backends = backends;
    }

    /**
     * Numbers of the requests that fit the conditions, most first.
     *
     * @param by attribute as TraceQL writes it, {@code name} or {@code span.http.route} for one; empty for all together
     */
    public Measured measure(List<String> conditions, String by, TimeWindow window) {
        TimeWindow bounded = bounded(window);
        List<String> all = new ArrayList<>(conditions);
        all.add(REQUEST);
        String spans = TraceQuery.of(all).traceql();
        String group = by.isEmpty() ? "" : " by (" + by + ")";
        Reply<List<SpanSeries>> counts = tempo().metricsInstant(spans + " | count_over_time()" + group, bounded);
        if (!(counts instanceof Answered<List<SpanSeries>>(List<SpanSeries> requests, List<String> warnings))) {
            return searched(spans, by, window, why(counts));
        }
        all.add("status=error");
        Map<String, Double> errors =
                values(tempo().metricsInstant(TraceQuery.of(all).traceql() + " | count_over_time()" + group, bounded));
        Map<String, Map<Double, Double>> quantiles = quantiles(
                tempo().metricsInstant(spans + " | quantile_over_time(duration, .5, .95, .99)" + group, bounded));
        Map<String, Double> greatest =
                values(tempo().metricsInstant(spans + " | max_over_time(duration)" + group, bounded));
        List<RequestNumbers> numbers = new ArrayList<>();
        sums(requests).forEach((name, count) -> {
            Map<Double, Double> at = quantiles.getOrDefault(name, Map.of());
            numbers.add(new RequestNumbers(
                    name,
                    count,
                    errors.getOrDefault(name, 0.0),
                    millis(at.get(.5)),
                    millis(at.get(.95)),
                    millis(at.get(.99)),
                    millis(greatest.get(name))));
        });
        numbers.removeIf(each -> each.requests() == 0);
        numbers.sort(Comparator.comparingDouble(RequestNumbers::requests).reversed());
        return new Measured(
                numbers, bounded, List.of(spans + " | count_over_time()" + group), coverage(window, bounded, warnings));
    }

    private static double millis(@Nullable Double seconds) {
        return seconds == null ? Double.NaN : seconds * 1e3;
    }

    static TimeWindow bounded(TimeWindow window) {
        return window.length().compareTo(LONGEST) > 0 ? TimeWindow.before(window.end(), LONGEST) : window;
    }

    private static List<String> coverage(TimeWindow asked, TimeWindow bounded, List<String> warnings) {
        List<String> coverage = new ArrayList<>();
        if (!asked.equals(bounded)) {
            coverage.add("partial: the last 3 h only, which is how far Tempo computes metrics");
        }
        coverage.add("percentiles by Tempo, from power-of-two buckets");
        coverage.add("sampling unknown: numbers are of stored spans");
        warnings.forEach(warning -> coverage.add("partial: " + warning));
        return coverage;
    }

    /** Values over time for a chart of words. */
    public List<SpanSeries> over(List<String> conditions, String function, TimeWindow window, Duration step) {
        List<String> all = new ArrayList<>(conditions);
        all.add(REQUEST);
        String query = TraceQuery.of(all).traceql() + " | " + function;
        return tempo().metrics(query, bounded(window), step).answered().orElse(List.of());
    }

    /** Numbers of what a search finds, which is a sample and biased towards what is found first. */
    private Measured searched(String spans, String by, TimeWindow window, String why) {
        String attribute = by.isEmpty() ? "name" : by;
        TraceQuery query = new TraceQuery(spans + " | select(status, name, " + attribute + ")");
        Answered<TraceHits> reply = traces.search(query, window, SEARCHED_TRACES, TempoClient.MAX_SPANS_PER_TRACE);
        Map<String, List<HitSpan>> groups = new LinkedHashMap<>();
        reply.value()
                .traces()
                .forEach(hit -> hit.spans()
                        .forEach(span -> groups.computeIfAbsent(
                                        by.isEmpty() ? "" : group(span, by), _ -> new ArrayList<>())
                                .add(span)));
        List<RequestNumbers> numbers = new ArrayList<>();
        groups.forEach((name, found) -> numbers.add(numbers(name, found)));
        numbers.sort(Comparator.comparingDouble(RequestNumbers::requests).reversed());
        List<String> coverage = new ArrayList<>();
        coverage.add("Tempo computes no metrics (" + why + ")");
        coverage.add(
                reply.value().complete()
                        ? "from all matching traces"
                        : "sampled: from the first " + reply.value().traces().size()
                                + " traces found, rates are too low");
        reply.warnings().forEach(warning -> coverage.add("partial: " + warning));
        return new Measured(numbers, window, List.of(query.traceql()), coverage);
    }

    private static String group(HitSpan span, String by) {
        if (by.equals("name")) {
            return span.name();
        }
        AttributeValue value =
                span.attributes().get(by.replaceFirst("^(span|resource|event|link|instrumentation)?\\.", ""));
        return value == null ? "" : value.text();
    }

    private static RequestNumbers numbers(String name, List<HitSpan> spans) {
        double[] millis = spans.stream()
                .mapToDouble(span -> span.durationNanos() / 1e6)
                .sorted()
                .toArray();
        double errors = (double) spans.stream()
                .filter(span -> Optional.ofNullable(span.attributes().get("status"))
                        .map(AttributeValue::text)
                        .filter("error"::equals)
                        .isPresent())
                .count();
        return new RequestNumbers(
                name,
                millis.length,
                errors,
                quantile(millis, .5),
                quantile(millis, .95),
                quantile(millis, .99),
                millis[millis.length - 1]);
    }

    private static double quantile(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))];
    }

    private static String why(Reply<?> reply) {
        return switch (reply) {
            case Refused<?> refused -> refused.message();
            case Reply.Unavailable<?> unavailable -> unavailable.message();
            case Answered<?> _ -> "";
        };
    }

    private static Map<String, Double> values(Reply<List<SpanSeries>> reply) {
        return sums(reply.answered().orElse(List.of()));
    }

    private static Map<String, Double> sums(List<SpanSeries> all) {
        Map<String, Double> sums = new HashMap<>();
        all.forEach(series -> sums.merge(
                name(series),
                series.points().stream().mapToDouble(SpanSeries.Point::value).sum(),
                Double::sum));
        return sums;
    }

    private static Map<String, Map<Double, Double>> quantiles(Reply<List<SpanSeries>> reply) {
        Map<String, Map<Double, Double>> quantiles = new HashMap<>();
        for (SpanSeries series : reply.answered().orElse(List.of())) {
            AttributeValue p = series.labels().get("p");
            if (p != null && !series.points().isEmpty()) {
                quantiles
                        .computeIfAbsent(name(series), _ -> new HashMap<>())
                        .put(
                                Double.parseDouble(p.text()),
                                series.points().getLast().value());
            }
        }
        return quantiles;
    }

    /** The value of the label it is grouped by; empty where it is not. */
    private static String name(SpanSeries series) {
        return series.labels().entrySet().stream()
                .filter(label -> !label.getKey().equals("p") && !label.getKey().equals("__name__"))
                .map(label -> label.getValue().text())
                .findFirst()
                .orElse("");
    }

    private TempoClient tempo() {
        return backends.tempo();
    }
}
