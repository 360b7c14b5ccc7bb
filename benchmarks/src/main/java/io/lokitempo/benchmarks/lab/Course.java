package io.lokitempo.benchmarks.lab;

import io.lokitempo.lab.shop.Shop;
import io.lokitempo.lab.shop.ShopConfig;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * What a shop goes through.
 *
 * @param name distinguishes tapes
 * @param window all of it
 * @param judged the part in which alarms count; before it detection learns
 */
record Course(String name, Shop shop, TimeWindow window, TimeWindow judged) {
    private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
    private static final LocalDate ANY_MONDAY = LocalDate.of(2026, 6, 1);
    private static final double DAY_RATE = 4;
    private static final double WEEK_RATE = 1;
    private static final Duration LEARNT = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration EVERY = Duration.ofHours(1);

    /** A quarter of a quiet day, then a day with something happening every hour; the day of the week follows the seed. */
    static Course eventfulDay(long seed) {
        var start =
                ANY_MONDAY.plusDays(Math.floorMod(seed, 7)).atStartOfDay(ZONE).toInstant();
        TimeWindow judged =
                new TimeWindow(start.plus(LEARNT), start.plus(LEARNT).plus(DAY));
        Schedule schedule = Schedule.drawn(seed, judged.start(), EVERY);
        Shop shop = new Shop(seed, new ShopConfig(DAY_RATE, ZONE, schedule));
        return new Course("day-" + seed, shop, new TimeWindow(start, judged.end()), judged);
    }

    /** A week in which nothing happens but its seasons, jobs and deployments, at a quarter of the rate, after a day of the like. */
    static Course quietWeek(long seed) {
        var monday = ANY_MONDAY
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY))
                .atStartOfDay(ZONE)
                .toInstant();
        TimeWindow judged = new TimeWindow(monday.plus(DAY), monday.plus(DAY.multipliedBy(8)));
        Shop shop = new Shop(seed, new ShopConfig(WEEK_RATE, ZONE, Schedule.quiet()));
        return new Course("week-" + seed, shop, new TimeWindow(monday, judged.end()), judged);
    }

    List<GroundTruth> truth() {
        return shop.truth(judged);
    }
}
