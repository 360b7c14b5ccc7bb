package io.lokitempo.tempo;

import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.TraceId;
import java.util.List;
import java.util.Map;

/**
 * One series of a TraceQL metrics query.
 *
 * @param points in order of time; a value that Tempo left out is 0
 */
public record SpanSeries(Map<String, AttributeValue> labels, List<Point> points, List<Exemplar> exemplars) {
    public SpanSeries {
        labels = Map.copyOf(labels);
        points = List.copyOf(points);
        exemplars = List.copyOf(exemplars);
    }

    public record Point(long timeMillis, double value) {}

    public record Exemplar(TraceId traceId, long timeMillis, double value) {}
}
