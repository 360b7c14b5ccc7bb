package io.lokitempo.analyzer.detect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered of a service beside its series.
 *
 * @param operations ever seen, at most {@value #MOST_OPERATIONS}; further ones are judged within the whole only
 * @param versions of the service and when each was first seen, the newest {@value #MOST_VERSIONS}
 * @param series how many there are, which share the false alarms allowed
 * @param episodes open anomalies by their series' keys
 */
public record ServiceMemory(
        SourceMemory logs,
        SourceMemory spans,
        List<String> operations,
        Map<String, Instant> versions,
        int series,
        Map<String, Episode> episodes) {
    public static final ServiceMemory EMPTY =
            new ServiceMemory(SourceMemory.EMPTY, SourceMemory.EMPTY, List.of(), Map.of(), 0, Map.of());

    static final int MOST_OPERATIONS = 200;
    static final int MOST_VERSIONS = 10;

    public ServiceMemory {
        operations = List.copyOf(operations);
        versions = Map.copyOf(versions);
        // Ordered, so that what is told of several at once is told in the same order at every replay.
        episodes = java.util.Collections.unmodifiableMap(new TreeMap<>(episodes));
    }
}
