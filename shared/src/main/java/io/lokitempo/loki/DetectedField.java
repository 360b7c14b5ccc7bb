package io.lokitempo.loki;

import java.util.List;

/**
 * A field that Loki saw in a sample of lines.
 *
 * @param type string, int, float, boolean, duration or bytes
 * @param cardinality approximate number of values in the sample
 * @param parsers that yield it (json, logfmt); empty for structured metadata
 */
public record DetectedField(String name, String type, long cardinality, List<String> parsers) {
    public DetectedField {
        parsers = List.copyOf(parsers);
    }
}
