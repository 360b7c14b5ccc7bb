package io.lokitempo.lab.standin.loki;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A line of a stream.
 *
 * @param time nanoseconds since the epoch
 */
record Entry(long time, String line, Map<String, String> metadata) {
    Entry {
        metadata = Map.copyOf(metadata);
    }

    int lineBytes() {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }

    int metadataBytes() {
        return metadata.entrySet().stream()
                .mapToInt(label -> label.getKey().length() + label.getValue().length())
                .sum();
    }
}
