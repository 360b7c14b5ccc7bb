package io.lokitempo.lab.standin.loki;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

/**
 * A line of a stream.
 *
 * @param time nanoseconds since the epoch
 * @param lineBytes of the line in UTF-8
 */
record Entry(long time, String line, int lineBytes, Map<String, String> metadata) {
    Entry {
        metadata = Collections.unmodifiableMap(metadata);
    }

    Entry(long time, String line, Map<String, String> metadata) {
        this(time, line, line.getBytes(StandardCharsets.UTF_8).length, metadata);
    }

    int metadataBytes() {
        int bytes = 0;
        for (Map.Entry<String, String> label : metadata.entrySet()) {
            bytes += label.getKey().length() + label.getValue().length();
        }
        return bytes;
    }
}
