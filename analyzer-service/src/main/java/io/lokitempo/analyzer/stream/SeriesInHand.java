package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.SeasonSlot;
import io.lokitempo.analyzer.detect.SeriesMemory;
import io.lokitempo.analyzer.detect.SeriesState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One service's series while a record is judged: each is read from the store once at most, and written once in the end. */
final class SeriesInHand implements SeriesMemory {
    private static final char SEPARATOR = '\u0001';

    private final String service;
    private final KeyValueStore<String, SeriesState> series;
    private final KeyValueStore<String, SeasonSlot> seasons;
    private final Map<String, @Nullable SeriesState> states = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    SeriesInHand(String service, KeyValueStore<String, SeriesState> series, KeyValueStore<String, SeasonSlot> seasons) {
        this.service = service;
        this.series = series;
        this.seasons = seasons;
    }

    @Override
    public @Nullable SeriesState get(String name) {
        SeriesState known = states.get(name);
        if (known == null && !states.containsKey(name)) {
            known = series.get(key(name));
            states.put(name, known);
        }
        return known;
    }

    @Override
    public void put(String name, SeriesState state) {
        states.put(name, state);
        changed.add(name);
    }

    @Override
    public @Nullable SeasonSlot slot(String name, int hour) {
        return seasons.get(key(name, hour));
    }

    @Override
    public void put(String name, int hour, SeasonSlot slot) {
        seasons.put(key(name, hour), slot);
    }

    /** Writes what was put. */
    void store() {
        changed.forEach(name -> series.put(key(name), states.get(name)));
    }

    private String key(String name) {
        return service + SEPARATOR + name;
    }

    private String key(String name, int hour) {
        return key(name) + SEPARATOR + hour;
    }
}
