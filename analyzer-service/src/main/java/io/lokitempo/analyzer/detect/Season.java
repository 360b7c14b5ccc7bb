package io.lokitempo.analyzer.detect;

import io.lokitempo.telemetry.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The day and the week of a series, in hours of UTC. A {@link Baseline} is what the last half hour was like; the season
 * says how much more, or less, now is usual than then was. Of one day it is believed by half, of many wholly; before the
 * first day is over it says nothing, and judging goes by the last half hour alone.
 *
 * @see <a href="https://otexts.com/fpp3/decomposition.html">Hyndman and Athanasopoulos, Forecasting: Principles and
 *     Practice, 3rd edition, chapter 3 (multiplicative seasons)</a>
 */
final class Season {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final double MOST = 3;
    private static final int HOURS = 24;

    private final SeriesMemory memory;
    private final String series;

    Season(SeriesMemory memory, String series) {
        this.memory = memory;
        this.series = series;
    }

    /** What is usual now, as a multiple of what was usual while the baseline was learnt, a window being a minute. */
    double since(Instant at, int windowsAgo) {
        Instant then = at.minus(Duration.ofMinutes(windowsAgo));
        double now = level(at);
        double before = level(then);
        if (now <= 0 || before <= 0) {
            return 1;
        }
        int days = Math.min(slot(at).days(), slot(then).days());
        return Math.clamp(Math.pow(now / before, (double) days / (days + 1)), 1 / MOST, MOST);
    }

    // An hour's level stands for its middle; between two middles it is taken to go straight.
    private double level(Instant at) {
        Instant earlier = at.minus(HALF_AN_HOUR);
        double through = (double) Math.floorMod(earlier.getEpochSecond(), HOUR.toSeconds()) / HOUR.toSeconds();
        double first = slot(earlier).level(day(earlier));
        Instant later = at.plus(HALF_AN_HOUR);
        double second = slot(later).level(day(later));
        return first <= 0 || second <= 0 ? 0 : first * (1 - through) + second * through;
    }

    /** At the first window of an hour: what the hour before was like. */
    void learn(TimeWindow window, Baseline baseline) {
        Instant before = window.start().minus(window.length());
        boolean begins = hour(before) != hour(window.start());
        if (begins && baseline.windows() >= HALF_AN_HOUR.dividedBy(window.length()) && baseline.rate() > 0) {
            memory.put(series, hour(before), slot(before).learn(day(before), baseline.rate()));
        }
    }

    void risen(Instant at, double count) {
        SeasonSlot known = slot(at);
        SeasonSlot next = known.risen(day(at), count);
        if (!next.equals(known)) {
            memory.put(series, hour(at), next);
        }
    }

    boolean isUsualRise(Instant at, double count) {
        return slot(at).isUsual(day(at), count);
    }

    private SeasonSlot slot(Instant at) {
        SeasonSlot known = memory.slot(series, hour(at));
        return known == null ? SeasonSlot.NONE : known;
    }

    private static int hour(Instant at) {
        return (int) Math.floorMod(Math.floorDiv(at.getEpochSecond(), HOUR.toSeconds()), (long) HOURS);
    }

    private static DayOfWeek day(Instant at) {
        return ZonedDateTime.ofInstant(at, ZoneOffset.UTC).getDayOfWeek();
    }
}
