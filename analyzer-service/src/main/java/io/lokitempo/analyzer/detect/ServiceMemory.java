package io.lokitempo.analyzer.detect;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered of a service beside its series.
 *
 * @param sights with what it was seen
 * @param series how many there are, which share the false alarms allowed
 * @param episodes open anomalies by their series' keys
 * @param starts of its processes
 * @param steady patterns whose absence would be told, and when they were last seen, at most {@value GoneDetector#MOST}
 */
public record ServiceMemory(
        SourceMemory logs,
        SourceMemory spans,
        FirstSights sights,
        int series,
        Map<String, Episode> episodes,
        Starts starts,
        Map<String, Integer> steady) {
    public static final ServiceMemory EMPTY = new ServiceMemory(
            SourceMemory.EMPTY, SourceMemory.EMPTY, FirstSights.NONE, 0, Map.of(), Starts.NONE, Map.of());

    public ServiceMemory {
        // Ordered, so that what is told of several at once is told in the same order at every replay.
        episodes = java.util.Collections.unmodifiableMap(new TreeMap<>(episodes));
        // Memories written before these were known have neither.
        starts = starts == null ? Starts.NONE : starts;
        steady = steady == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(steady));
    }

    ServiceMemory with(Starts next) {
        return new ServiceMemory(logs, spans, sights, series, episodes, next, steady);
    }

    ServiceMemory with(Map<String, Integer> nextSteady) {
        return new ServiceMemory(logs, spans, sights, series, episodes, starts, nextSteady);
    }
}
