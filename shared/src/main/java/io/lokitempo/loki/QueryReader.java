package io.lokitempo.loki;

import io.lokitempo.loki.QueryResult.Point;
import io.lokitempo.loki.QueryResult.QueryStats;
import io.lokitempo.loki.QueryResult.Sample;
import io.lokitempo.loki.QueryResult.Series;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads one answer of {@code /query_range}, {@code /query} or {@code /index/volume}, of whichever type. Streams come in no
 * order, and each is in order only within itself. A Loki that does not know {@code categorize-labels} (before 3.0) sends
 * structured metadata among the labels, where it stays: nothing tells the two apart.
 */
final class QueryReader implements AnswerReader<QueryResult> {
    private static final Comparator<LogLine> BY_TIME = Comparator.comparingLong(LogLine::timestampNanos);

    private final Direction direction;
    private final List<LogLine> lines = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private List<String> warnings = List.of();
    private QueryStats stats = QueryStats.NONE;
    private String type = "";

    QueryReader(Direction direction) {
        this.direction = direction;
    }

    @Override
    public Answered<QueryResult> read(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "warnings" -> warnings = json.list();
                case "data" -> data(json);
                default -> {}
            }
        }
        return switch (type) {
            case "streams" -> new Answered<>(new QueryResult.Lines(sorted(), stats), warnings);
            case "matrix" -> new Answered<>(new QueryResult.Matrix(series, stats), warnings);
            case "vector", "scalar" -> new Answered<>(new QueryResult.Vector(samples, stats), warnings);
            default -> throw json.unexpected("a data.resultType of streams, matrix, vector or scalar");
        };
    }

    /** Stable, so that equal times stay in the order received. */
    private List<LogLine> sorted() {
        lines.sort(direction == Direction.FORWARD ? BY_TIME : BY_TIME.reversed());
        return lines;
    }

    private void data(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "resultType" -> type = json.text();
                case "result" -> result(json);
                case "stats" -> stats(json);
                default -> {}
            }
        }
    }

    private void result(JsonCursor json) {
        if (type.equals("scalar")) {
            samples.add(new Sample(Map.of(), point(json).value()));
            return;
        }
        for (JsonCursor element : json.elements()) {
            switch (type) {
                case "streams" -> stream(element);
                case "matrix" -> series.add(series(element));
                case "vector" -> samples.add(sample(element));
                default -> throw json.unexpected("a known data.resultType before data.result");
            }
        }
    }

    private void stream(JsonCursor json) {
        Map<String, String> labels = Map.of();
        int first = lines.size();
        for (String name : json.fields()) {
            switch (name) {
                case "stream" -> {
                    labels = json.texts();
                    relabel(lines.subList(first, lines.size()), labels); // Loki sends labels first, JSON need not
                }
                case "values" -> {
                    for (JsonCursor value : json.elements()) {
                        lines.add(line(value, labels));
                    }
                }
                default -> {}
            }
        }
    }

    private static void relabel(List<LogLine> early, Map<String, String> labels) {
        early.replaceAll(l -> new LogLine(l.timestampNanos(), l.text(), labels, l.metadata(), l.parsed()));
    }

    private static LogLine line(JsonCursor json, Map<String, String> labels) {
        long nanos = 0;
        String text = "";
        Map<String, String> metadata = Map.of();
        Map<String, String> parsed = Map.of();
        int position = 0;
        for (JsonCursor element : json.elements()) {
            switch (position++) {
                case 0 -> nanos = element.whole();
                case 1 -> text = element.text();
                case 2 -> {
                    for (String name : element.fields()) {
                        switch (name) {
                            case "structuredMetadata" -> metadata = element.texts();
                            case "parsed" -> parsed = element.texts();
                            default -> {}
                        }
                    }
                }
                default -> {}
            }
        }
        return new LogLine(nanos, text, labels, metadata, parsed);
    }

    private static Series series(JsonCursor json) {
        Map<String, String> labels = Map.of();
        List<Point> points = new ArrayList<>();
        for (String name : json.fields()) {
            switch (name) {
                case "metric" -> labels = json.texts();
                case "values" -> {
                    for (JsonCursor value : json.elements()) {
                        points.add(point(value));
                    }
                }
                default -> {}
            }
        }
        return new Series(labels, points);
    }

    private static Sample sample(JsonCursor json) {
        Map<String, String> labels = Map.of();
        double value = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "metric" -> labels = json.texts();
                case "value" -> value = point(json).value();
                default -> {}
            }
        }
        return new Sample(labels, value);
    }

    /** {@code [seconds, "value"]}. */
    private static Point point(JsonCursor json) {
        double seconds = 0;
        double value = 0;
        int position = 0;
        for (JsonCursor element : json.elements()) {
            switch (position++) {
                case 0 -> seconds = element.decimal();
                case 1 -> value = element.decimal();
                default -> {}
            }
        }
        return new Point(Math.round(seconds * 1_000), value);
    }

    private void stats(JsonCursor json) {
        for (String part : json.fields()) {
            if (part.equals("summary")) {
                stats = summary(json);
            }
        }
    }

    private static QueryStats summary(JsonCursor json) {
        long bytes = 0;
        long lines = 0;
        double seconds = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "totalBytesProcessed" -> bytes = json.whole();
                case "totalLinesProcessed" -> lines = json.whole();
                case "execTime" -> seconds = json.decimal();
                default -> {}
            }
        }
        return new QueryStats(bytes, lines, seconds);
    }
}
