package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.SpanSeries.Exemplar;
import io.lokitempo.tempo.SpanSeries.Point;
import io.lokitempo.upstream.AnswerReader;
import io.lokitempo.upstream.JsonCursor;
import io.lokitempo.upstream.Reply.Answered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one answer of {@code /api/metrics/query_range} or {@code /api/metrics/query}. A value left out is 0. */
final class SeriesReader implements AnswerReader<List<SpanSeries>> {
    private final long endMillis;
    private final List<SpanSeries> series = new ArrayList<>();
    private String message = "";

    /** @param endMillis time of the one value that a series of an instant query has */
    SeriesReader(long endMillis) {
        this.endMillis = endMillis;
    }

    @Override
    public Answered<List<SpanSeries>> read(JsonCursor json) {
        for (String name : json.fields()) {
            switch (name) {
                case "series" -> {
                    for (JsonCursor one : json.elements()) {
                        series.add(series(one));
                    }
                }
                case "message" -> message = json.text();
                default -> {}
            }
        }
        return new Answered<>(List.copyOf(series), message.isEmpty() ? List.of() : List.of(message));
    }

    private SpanSeries series(JsonCursor json) {
        Map<String, AttributeValue> labels = Map.of();
        List<Point> points = new ArrayList<>();
        List<Exemplar> exemplars = new ArrayList<>();
        boolean isRange = false;
        double single = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "labels" -> labels = Attributes.read(json);
                case "value" -> single = json.decimal();
                case "samples" -> {
                    isRange = true;
                    for (JsonCursor sample : json.elements()) {
                        points.add(point(sample));
                    }
                }
                case "exemplars" -> {
                    for (JsonCursor exemplar : json.elements()) {
                        exemplar(exemplar).ifPresent(exemplars::add);
                    }
                }
                default -> {}
            }
        }
        points.sort(Comparator.comparingLong(Point::timeMillis));
        return new SpanSeries(labels, isRange ? points : List.of(new Point(endMillis, single)), exemplars);
    }

    private static Point point(JsonCursor json) {
        long time = 0;
        double value = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "timestampMs" -> time = json.whole();
                case "value" -> value = json.decimal();
                default -> {}
            }
        }
        return new Point(time, value);
    }

    /** Empty where the exemplar names no trace, which is of no use to anybody. */
    private static Optional<Exemplar> exemplar(JsonCursor json) {
        Map<String, AttributeValue> labels = Map.of();
        long time = 0;
        double value = 0;
        for (String name : json.fields()) {
            switch (name) {
                case "labels" -> labels = Attributes.read(json);
                case "timestampMs" -> time = json.whole();
                case "value" -> value = json.decimal();
                default -> {}
            }
        }
        AttributeValue id = labels.get("trace:id");
        return id == null ? Optional.empty() : Optional.of(new Exemplar(TraceId.of(id.text()), time, value));
    }
}
