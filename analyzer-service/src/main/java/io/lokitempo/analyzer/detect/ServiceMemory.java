package io.lokitempo.analyzer.detect;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered of a service beside its series.
 *
 * @param sights with what it was seen
 * @param series how many there are, which share the false alarms allowed
 * @param episodes open anomalies by their series' keys
 */
public record ServiceMemory(
        SourceMemory logs, SourceMemory spans, FirstSights sights, int series, Map<String, Episode> episodes) {
    public static final ServiceMemory EMPTY =
            new ServiceMemory(SourceMemory.EMPTY, SourceMemory.EMPTY, FirstSights.NONE, 0, Map.of());

    public ServiceMemory {
        // Ordered, so that what is told of several at once is told in the same order at every replay.
        episodes = java.util.Collections.unmodifiableMap(new TreeMap<>(episodes));
    }
}
