package io.lokitempo.analyzer.detect;

import org.jspecify.annotations.Nullable;

/** The states and seasons of one service's series, by the series' names. */
public interface SeriesMemory {
    @Nullable
    SeriesState get(String series);

    void put(String series, SeriesState state);

    /** @param hour of the day, 0 to 23 */
    @Nullable
    SeasonSlot slot(String series, int hour);

    void put(String series, int hour, SeasonSlot slot);
}
