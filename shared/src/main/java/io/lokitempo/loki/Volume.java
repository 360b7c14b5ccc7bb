package io.lokitempo.loki;

import java.util.Map;

/** Bytes that a set of labels holds in a window, chunks not yet flushed included. */
public record Volume(Map<String, String> labels, long bytes) {
    public Volume {
        labels = Map.copyOf(labels);
    }
}
