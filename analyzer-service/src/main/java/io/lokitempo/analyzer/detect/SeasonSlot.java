package io.lokitempo.analyzer.detect;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What an hour of the day is like for one series, on each day of the week.
 *
 * @param levels events a window that the hour usually brings, Monday first; 0 where no such day was seen
 * @param weeks how many such days were seen, at most {@value #MOST_WEEKS}
 * @param peaks the highest rise in the hour, fading from week to week; 0 where there was none
 */
public record SeasonSlot(List<Double> levels, List<Integer> weeks, List<Double> peaks) {
    public static final int DAYS = 7;
    public static final SeasonSlot NONE = new SeasonSlot(
            Collections.nCopies(DAYS, 0.0), Collections.nCopies(DAYS, 0), Collections.nCopies(DAYS, 0.0));

    private static final int MOST_WEEKS = 100;
    /** So many weeks count: long enough to be steady, short enough to follow a business. */
    private static final int MEMORY = 4;
    /** What one week may add or take, so that no incident makes a season. */
    private static final double MOST_CHANGE = 2;

    private static final double PEAK_KEPT = 0.7;
    private static final double AS_HIGH = 1.5;
    private static final int DAYS_TO_BE_USUAL = 2;

    public SeasonSlot {
        levels = List.copyOf(levels);
        weeks = List.copyOf(weeks);
        peaks = List.copyOf(peaks);
    }

    /** How many days it was learnt from. */
    int days() {
        return weeks.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The level on a day: what the same day of earlier weeks was like, and the less of them were seen the more of what all
     * days were like.
     *
     * @return 0 where none was seen
     */
    double level(DayOfWeek day) {
        double ofAll = mean();
        int own = weeks.get(index(day));
        if (own == 0 || ofAll == 0) {
            return ofAll;
        }
        double weight = (double) own / (own + 1);
        return Math.exp(weight * Math.log(levels.get(index(day))) + (1 - weight) * Math.log(ofAll));
    }

    private double mean() {
        return levels.stream()
                .filter(level -> level > 0)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** With one more such hour, above 0. */
    SeasonSlot learn(DayOfWeek day, double level) {
        int i = index(day);
        int known = weeks.get(i);
        double before = levels.get(i);
        double weight = 1.0 / Math.min(known + 1, MEMORY);
        double next = known == 0
                ? level
                : Math.exp((1 - weight) * Math.log(before)
                        + weight * Math.log(Math.clamp(level, before / MOST_CHANGE, before * MOST_CHANGE)));
        return new SeasonSlot(
                with(levels, i, next),
                with(weeks, i, Math.min(MOST_WEEKS, known + 1)),
                with(peaks, i, peaks.get(i) * PEAK_KEPT));
    }

    /** With a rise in the hour. */
    SeasonSlot risen(DayOfWeek day, double count) {
        return new SeasonSlot(levels, weeks, with(peaks, index(day), Math.max(peaks.get(index(day)), count)));
    }

    /** Whether on two other days the same hour brought as much: a job's, then, and no news. */
    boolean isUsual(DayOfWeek day, double count) {
        long days = 0;
        for (int i = 0; i < DAYS; i++) {
            days += i != index(day) && peaks.get(i) * AS_HIGH >= count ? 1 : 0;
        }
        return days >= DAYS_TO_BE_USUAL;
    }

    private static int index(DayOfWeek day) {
        return day.getValue() - 1;
    }

    private static <T> List<T> with(List<T> list, int index, T value) {
        List<T> copy = new ArrayList<>(list);
        copy.set(index, value);
        return copy;
    }
}
