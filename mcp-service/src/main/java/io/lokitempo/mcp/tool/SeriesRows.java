package io.lokitempo.mcp.tool;

import io.lokitempo.loki.QueryResult.Point;
import io.lokitempo.loki.QueryResult.Sample;
import io.lokitempo.loki.QueryResult.Series;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Series of numbers as a table: least, greatest, mean and last value, and the shape in at most 24 buckets. */
final class SeriesRows {
    static final int MOST_BUCKETS = 24;

    private static final long[] STEPS_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800,
        604_800
    };

    private SeriesRows() {}

    /** The smallest round step with which a window has at most 24 of them. */
    static Duration step(TimeWindow window) {
        long least = Math.ceilDiv(window.length().toSeconds(), MOST_BUCKETS);
        for (long step : STEPS_SECONDS) {
            if (step >= least) {
                return Duration.ofSeconds(step);
            }
        }
        return Duration.ofSeconds(least);
    }

    /** Greatest mean first. Buckets without a point are {@code _}. */
    static Table table(List<Series> series, TimeWindow window, Duration step) {
        Table.Rows rows = Table.of(
                "series",
                Column.name("labels"),
                Column.number("min"),
                Column.number("max"),
                Column.number("mean"),
                Column.number("last"),
                Column.prose("buckets"));
        series.stream()
                .filter(one -> !one.points().isEmpty())
                .sorted(Comparator.comparingDouble(
                                (Series one) -> statistics(one).getAverage())
                        .reversed())
                .forEach(one -> rows.row(row(one, window, step)));
        return rows.table();
    }

    static Table table(List<Sample> samples) {
        Table.Rows rows = Table.of("values", Column.name("labels"), Column.number("value"));
        samples.stream()
                .sorted(Comparator.comparingDouble(Sample::value).reversed())
                .forEach(sample -> rows.row(Cell.of(labels(sample.labels())), Cell.of(sample.value())));
        return rows.table();
    }

    private static List<Cell> row(Series series, TimeWindow window, Duration step) {
        DoubleSummaryStatistics statistics = statistics(series);
        return List.of(
                Cell.of(labels(series.labels())),
                Cell.of(statistics.getMin()),
                Cell.of(statistics.getMax()),
                Cell.of(statistics.getAverage()),
                Cell.of(series.points().getLast().value()),
                Cell.of(buckets(series.points(), window, step)));
    }

    private static DoubleSummaryStatistics statistics(Series series) {
        return series.points().stream().collect(Collectors.summarizingDouble(Point::value));
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? "all"
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + Names.shown(entry.getValue()))
                                .collect(Collectors.joining(","));
    }

    /** Means of the points of each bucket; a point belongs to the time before it, and a finer step shares buckets. */
    private static String buckets(List<Point> points, TimeWindow window, Duration step) {
        long length = window.length().toMillis();
        long width = step.toMillis() * Math.ceilDiv(Math.ceilDiv(length, step.toMillis()), MOST_BUCKETS);
        long start = window.start().toEpochMilli();
        Map<Long, Double> means = points.stream()
                .collect(Collectors.groupingBy(
                        point -> Math.max(0, (point.timeMillis() - start - 1) / width),
                        Collectors.averagingDouble(Point::value)));
        StringJoiner shape = new StringJoiner(" ");
        for (long bucket = 0; bucket * width < length; bucket++) {
            Double mean = means.get(bucket);
            shape.add(mean == null ? "_" : Numbers.plain(mean));
        }
        return shape.toString();
    }
}
