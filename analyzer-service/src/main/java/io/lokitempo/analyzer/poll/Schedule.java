package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.Gap;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a source to read next. Windows are read in order; a source that is far behind gets its newest windows first,
 * so that what happens now is seen now, and its history after them.
 *
 * @param window length of a window, whole seconds
 * @param lag for which a window settles before it is read
 * @param lookback how far back an unknown source is begun
 * @param catchUp how far back a source is read that nobody read for long; what is older is given up
 */
record Schedule(Duration window, Duration lag, Duration lookback, Duration catchUp) {
    private static final int FAR_BEHIND = 10;

    Schedule {
        catchUp = catchUp.compareTo(lookback) < 0 ? lookback : catchUp;
    }

    /** The end of the newest window that has settled. */
    Instant settled(Instant now) {
        return TimeWindow.containing(now.minus(lag), window).start();
    }

    /** Where a source that nobody knows yet is begun. */
    Progress fresh(Instant now) {
        return Progress.from(TimeWindow.containing(now.minus(lookback), window).start());
    }

    /** When a source was begun, to a window and as long as LOOKBACK stays what it was. */
    Instant begun(Progress progress) {
        return progress.begin().plus(lookback);
    }

    long behind(Progress progress, Instant now) {
        return progress.behind(settled(now), window);
    }

    /**
     * Whether what is next of a source is what happens now, or close to it: its newest windows, or all that is missing
     * where that is little. Else it is history, which waits.
     */
    boolean isUrgent(Progress progress, Instant now) {
        Instant settled = settled(now);
        List<TimeWindow> missing = progress.missing(settled);
        return !missing.isEmpty() && (missing.getLast().end().equals(settled) || behind(progress, now) <= FAR_BEHIND);
    }

    /**
     * What of a source is missing and too old to be read back, ascending.
     *
     * @param kept how long the server keeps what it has; empty where that is for ever, or not told
     */
    List<Gap> tooOld(Progress progress, Instant now, Optional<Duration> kept) {
        Instant settled = settled(now);
        // A window more: the server must still have all of it when it is read.
        Optional<Duration> readable = kept.map(age -> age.minus(window)).filter(age -> age.compareTo(catchUp) < 0);
        if (readable.isPresent()) {
            Instant oldest = TimeWindow.containing(settled.minus(readable.get()).minusNanos(1), window)
                    .end();
            return gaps(progress, oldest, "not read for so long that the server no longer kept it");
        }
        return gaps(progress, settled.minus(catchUp), "not read for so long that it was older than CATCH_UP allows");
    }

    private static List<Gap> gaps(Progress progress, Instant before, String reason) {
        return progress.missing(before).stream()
                .map(stretch -> new Gap(stretch, reason))
                .toList();
    }

    /**
     * The next windows to read, one after the other without a hole.
     *
     * @param atMost how many, at least 1
     */
    Optional<TimeWindow> next(Progress progress, Instant now, int atMost) {
        Instant settled = settled(now);
        List<TimeWindow> missing = progress.missing(settled);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        TimeWindow newest = missing.getLast();
        boolean farBehind = behind(progress, now) > FAR_BEHIND;
        if (farBehind && newest.end().equals(settled)) {
            Instant from = settled.minus(window.multipliedBy(Math.min(atMost, FAR_BEHIND)));
            return Optional.of(new TimeWindow(from.isAfter(newest.start()) ? from : newest.start(), settled));
        }
        TimeWindow oldest = missing.getFirst();
        Instant to = oldest.start().plus(window.multipliedBy(atMost));
        return Optional.of(new TimeWindow(oldest.start(), to.isBefore(oldest.end()) ? to : oldest.end()));
    }

    /**
     * As many windows of a range as hold about {@code most} lines, one at least: its newest where it is read for what
     * happens now, its oldest where it is history.
     */
    TimeWindow shortened(TimeWindow range, Instant now, long lines, long most) {
        long windows = range.length().dividedBy(window);
        if (lines <= most || windows == 1) {
            return range;
        }
        Duration length = window.multipliedBy(Math.max(1, windows * most / lines));
        return range.end().equals(settled(now))
                ? TimeWindow.before(range.end(), length)
                : new TimeWindow(range.start(), range.start().plus(length));
    }

    /** The windows that a range consists of. */
    List<TimeWindow> windowsOf(TimeWindow range) {
        return Stream.iterate(range.start(), start -> start.isBefore(range.end()), start -> start.plus(window))
                .map(start -> new TimeWindow(start, start.plus(window)))
                .toList();
    }
}
