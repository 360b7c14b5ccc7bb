package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.ApiRequest;
import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.logql.Expr;
import io.lokitempo.lab.standin.logql.LogQlParser;
import io.lokitempo.lab.standin.logql.VectorFunction;
import io.lokitempo.lab.standin.query.Bounds;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.telemetry.Nanos;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code query_range} and {@code query}. */
final class LokiQueries {
    static final int MAX_ENTRIES = 5_000;
    static final int MAX_SERIES = 500;

    private static final int ENTRIES_BY_DEFAULT = 100;
    private static final Duration REACH = Duration.ofHours(1);

    private final LogStore store;
    private final Bounds bounds;
    private final InstantSource clock;

    LokiQueries(LogStore store, Bounds bounds, InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.clock = clock;
    }

    private LogReader reader(ApiRequest request) {
        return new LogReader(store, LokiApi.tenant(request), bounds.deadline());
    }

    JsonNode range(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        QueryTimes times = QueryTimes.of(parameters, clock.instant(), REACH);
        int limit = limit(parameters);
        boolean backward = backward(parameters);
        LogReader reader = reader(request);
        return switch (LogQlParser.parse(parameters.text("query").orElse(""))) {
            case Expr.Logs logs -> {
                parameters.text("step").ifPresent(QueryTimes::step);
                times.checkLength();
                StreamsAnswer answer = new StreamsAnswer(categorized(request));
                reader.inOrder(logs, times.start(), times.end(), backward, row -> answer.add(row) < limit);
                yield LokiJson.result(
                        "streams",
                        answer.json(),
                        categorized(request),
                        LokiJson.stats(reader, answer.size(), seconds(began)));
            }
            case Expr.Metric metric -> {
                Steps steps = times.steps(parameters);
                times.checkLength();
                List<Series> series = vectors(new MetricEvaluator(reader, steps).evaluate(metric), steps);
                yield LokiJson.result(
                        "matrix",
                        LokiJson.matrix(series, steps),
                        false,
                        LokiJson.stats(reader, series.size(), seconds(began)));
            }
        };
    }

    JsonNode instant(ApiRequest request) {
        long began = System.nanoTime();
        LogReader reader = reader(request);
        Expr parsed = LogQlParser.parse(request.parameters().text("query").orElse(""));
        if (!(parsed instanceof Expr.Metric metric)) {
            throw Refusal.badRequest(
                    "log queries are not supported as an instant query type, please change your query to"
                            + " a range query type");
        }
        long time = request.parameters()
                .text("time")
                .map(text ->
                        QueryTimes.time(text).orElseThrow(() -> Refusal.badRequest(GoNumber.invalid("ParseInt", text))))
                .orElse(Nanos.of(clock.instant()));
        Steps steps = Steps.at(time);
        return switch (new MetricEvaluator(reader, steps).evaluate(metric)) {
            case MetricEvaluator.Value.Constant(double value) -> {
                ArrayNode scalar = LokiJson.point(time, GoNumber.format(value));
                yield LokiJson.result("scalar", scalar, false, LokiJson.stats(reader, 1, seconds(began)));
            }
            case MetricEvaluator.Value.Vectors(List<Series> found) -> {
                List<Series> series =
                        limited(found).stream().sorted(order(metric)).toList();
                yield LokiJson.result(
                        "vector",
                        LokiJson.vector(series, time),
                        false,
                        LokiJson.stats(reader, series.size(), seconds(began)));
            }
        };
    }

    /** By labels, but by value where the query asks for the greatest or the least. */
    private static Comparator<Series> order(Expr.Metric metric) {
        Comparator<Series> byLabels = Comparator.comparing(Series::sortKey);
        if (!(metric instanceof Expr.VectorAggregation aggregation)
                || !aggregation.function().isSelection()) {
            return byLabels;
        }
        Comparator<Series> byValue = Comparator.comparingDouble(series -> series.value(0));
        boolean descending =
                aggregation.function() == VectorFunction.TOPK || aggregation.function() == VectorFunction.SORT_DESC;
        return (descending ? byValue.reversed() : byValue).thenComparing(byLabels);
    }

    private static List<Series> vectors(MetricEvaluator.Value value, Steps steps) {
        return switch (value) {
            case MetricEvaluator.Value.Vectors(List<Series> series) -> limited(series);
            case MetricEvaluator.Value.Constant(double number) -> {
                Series series = new Series(Map.of(), steps.count());
                for (int step = 0; step < steps.count(); step++) {
                    series.set(step, number);
                }
                yield List.of(series);
            }
        };
    }

    private static List<Series> limited(List<Series> series) {
        if (series.size() > MAX_SERIES) {
            throw Refusal.badRequest("maximum number of series (" + MAX_SERIES
                    + ") reached for a single query; consider reducing query cardinality by adding more specific stream"
                    + " selectors, reducing the time range, or aggregating results with functions like sum(), count() or"
                    + " topk()");
        }
        return series;
    }

    private static int limit(Parameters parameters) {
        String text = parameters.text("limit").orElse("" + ENTRIES_BY_DEFAULT);
        long limit = GoNumber.parseLong(text).orElseThrow(() -> Refusal.badRequest(GoNumber.invalid("Atoi", text)));
        if (limit <= 0) {
            throw Refusal.badRequest("limit must be a positive value");
        }
        if (limit > MAX_ENTRIES) {
            throw Refusal.badRequest("max entries limit per query exceeded, limit > max_entries_limit_per_query ("
                    + limit + " > " + MAX_ENTRIES + ")");
        }
        return (int) limit;
    }

    private static boolean backward(Parameters parameters) {
        String direction = parameters.text("direction").orElse("backward");
        return switch (direction.toLowerCase(Locale.ROOT)) {
            case "backward" -> true;
            case "forward" -> false;
            default -> throw Refusal.badRequest("invalid direction '" + direction + "'");
        };
    }

    static boolean categorized(ApiRequest request) {
        return request.header("X-Loki-Response-Encoding-Flags").contains("categorize-labels");
    }

    private static double seconds(long began) {
        return Math.max(1, System.nanoTime() - began) / 1e9;
    }
}
