package io.lokitempo.telemetry;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A range of time that somebody typed: understood, with what was assumed in doing so, or refused. */
public sealed interface TimeRange {
    /** What {@link #parse} accepts, for messages. */
    String FORMS = "a duration (5m, 1h30m, 7d); an instant, meaning since then (2026-11-22T14:00:00Z, "
            + "2026-11-22T14:00+09:00); START/END whose sides are an instant, HH:MM, now, now-2h or an epoch in s, ms or ns, "
            + "and END also a duration (14:00/14:30, now-3h/now-2h, 2026-11-22T14:00Z/30m)";

    /**
     * A range.
     *
     * @param window starts before now
     * @param assumed sentences on what the text left open and how it was read; empty where it left nothing open
     */
    record Resolved(TimeWindow window, List<String> assumed) implements TimeRange {
        public Resolved {
            assumed = List.copyOf(assumed);
        }
    }

    /** @param message what was not understood, at which column, and what is accepted */
    record Refused(String message) implements TimeRange {}

    /**
     * Reads {@code text}; nothing is guessed where it fits no form.
     *
     * @param zone of times without an offset
     */
    static TimeRange parse(String text, Instant now, ZoneId zone) {
        return new TimeRangeReader(text, now, zone).read();
    }
}
