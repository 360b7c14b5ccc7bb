package io.lokitempo.lab.shop.sim;

import io.lokitempo.lab.shop.plan.Dice;
import io.lokitempo.lab.shop.plan.Service;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * The ordinary deployments: on some working days, in office hours, a service's pods roll to a new version one after
 * another. Versions are {@code major.weeks.day}, so they only rise.
 */
final class Releases {
    static final long ROLL_NANOS = Duration.ofSeconds(25).toNanos();

    private static final double SHARE_OF_DAYS = 0.35;
    private static final int OLDEST_DAYS = 40;
    private static final long FIRST_MONDAY = LocalDate.of(2020, 1, 6).toEpochDay();

    private final long seed;
    private final ZoneId zone;
    private final Map<Key, Long> deployments = new HashMap<>();
    private final Map<Key, Release> current = new HashMap<>();

    private record Key(String service, long number) {}

    /** A version and when one pod has it: from {@code since} until before {@code until}. */
    record Release(String version, long since, long until) {}

    Releases(long seed, ZoneId zone) {
        this.seed = seed;
        this.zone = zone;
    }

    /** What the pod runs at that time. */
    Release at(Service service, int pod, long nanos) {
        Key key = new Key(service.name(), pod);
        Release release = current.get(key);
        if (release == null || nanos < release.since || nanos >= release.until) {
            release = find(service, pod, nanos);
            current.put(key, release);
        }
        return release;
    }

    private Release find(Service service, int pod, long nanos) {
        long today = Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L))
                .atZone(zone)
                .toLocalDate()
                .toEpochDay();
        long until = Long.MAX_VALUE;
        for (long day = today + OLDEST_DAYS; day > today - OLDEST_DAYS; day--) {
            long deployed = deployment(service, day);
            if (deployed == 0) {
                continue;
            }
            long since = deployed + pod * ROLL_NANOS;
            if (since <= nanos) {
                return new Release(version(service, day), since, until);
            }
            until = since;
        }
        return new Release(version(service, today - OLDEST_DAYS), Long.MIN_VALUE, until);
    }

    /** When the service's first pod rolls on that day, or 0 where it does not. */
    private long deployment(Service service, long day) {
        return deployments.computeIfAbsent(new Key(service.name(), day), _ -> {
            Dice dice = Dice.of(seed, service.name().hashCode(), day);
            LocalDate date = LocalDate.ofEpochDay(day);
            boolean working = date.getDayOfWeek().getValue() < DayOfWeek.SATURDAY.getValue();
            if (!service.logs() || !working || !dice.chance(SHARE_OF_DAYS)) {
                return 0L;
            }
            LocalTime time = LocalTime.of(10, 0).plusSeconds(dice.below(7 * 3600));
            return date.atTime(time).atZone(zone).toEpochSecond() * 1_000_000_000L;
        });
    }

    private static String version(Service service, long day) {
        int major = 1 + Math.floorMod(service.name().hashCode(), 4);
        return major + "." + Math.floorDiv(day - FIRST_MONDAY, 7L) + "." + (1 + Math.floorMod(day - FIRST_MONDAY, 7));
    }
}
