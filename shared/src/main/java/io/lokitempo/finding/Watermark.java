package io.lokitempo.finding;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far a source has been read. Key: {@link SourceId#key}.
 *
 * @param begin where the source was begun; what is older was never looked at
 * @param read closed windows that were counted, merged where they touch, ascending
 * @param gaps what could not be counted and why, ascending, at most 100 (the oldest merge)
 * @param lag how long a window is left to settle before it is read
 * @param updatedAt when this was written
 */
public record Watermark(
        SourceId source, Instant begin, List<TimeWindow> read, List<Gap> gaps, Duration lag, Instant updatedAt) {
    public Watermark {
        read = List.copyOf(read);
        gaps = List.copyOf(gaps);
    }

    /** The end of the newest window read, or the epoch where nothing was. */
    public Instant analyzedThrough() {
        return read.isEmpty() ? Instant.EPOCH : read.getLast().end();
    }
}
