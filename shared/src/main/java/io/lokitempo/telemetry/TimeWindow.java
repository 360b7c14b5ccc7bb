package io.lokitempo.telemetry;

import java.time.Duration;
import java.time.Instant;

/** A half-open span of time {@code [start, end)}; never empty, never reversed. */
public record TimeWindow(Instant start, Instant end) implements Comparable<TimeWindow> {
    public TimeWindow {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("window [" + start + ", " + end + "): start must be before end");
        }
    }

    /** The tumbling window of {@code length} since the epoch that contains {@code instant}. */
    public static TimeWindow containing(Instant instant, Duration length) {
        long seconds = length.toSeconds();
        Instant start = Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
        return new TimeWindow(start, start.plusSeconds(seconds));
    }

    public static TimeWindow before(Instant end, Duration length) {
        return new TimeWindow(end.minus(length), end);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    public boolean overlaps(TimeWindow other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    /** Nanoseconds since the epoch; exact until the year 2262. */
    public long startNanos() {
        return Nanos.of(start);
    }

    /** Nanoseconds since the epoch; exact until the year 2262. */
    public long endNanos() {
        return Nanos.of(end);
    }

    @Override
    public int compareTo(TimeWindow other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : end.compareTo(other.end);
    }

    @Override
    public String toString() {
        return start + "/" + end;
    }
}
