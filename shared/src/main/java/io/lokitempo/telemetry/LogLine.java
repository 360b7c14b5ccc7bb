package io.lokitempo.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One entry of a Loki stream.
 *
 * @param timestampNanos nanoseconds since the epoch
 * @param text the line as stored, untrusted
 * @param labels the stream's index labels
 * @param metadata structured metadata of this entry alone, such as {@code trace_id} and {@code detected_level}
 * @param parsed labels that a parser of the query ({@code | json}, {@code | logfmt}) added; empty without one
 */
public record LogLine(
        long timestampNanos,
        String text,
        Map<String, String> labels,
        Map<String, String> metadata,
        Map<String, String> parsed) {
    public LogLine {
        labels = Map.copyOf(labels);
        metadata = Map.copyOf(metadata);
        parsed = Map.copyOf(parsed);
    }

    public LogLine(long timestampNanos, String text, Map<String, String> labels, Map<String, String> metadata) {
        this(timestampNanos, text, labels, metadata, Map.of());
    }

    /** The value of the first of some labels that the line has, a blank one left out. */
    public Optional<String> firstOf(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.ofNullable(labels.get(name)))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    public Instant time() {
        return Nanos.toInstant(timestampNanos);
    }
}
