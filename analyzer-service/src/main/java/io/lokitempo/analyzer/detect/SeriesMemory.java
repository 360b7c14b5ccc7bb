package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.Nullable;

/** The states of one service's series, by the series' names. */
public interface SeriesMemory {
    @Nullable
    SeriesState get(String series);

    void put(String series, SeriesState state);
}
