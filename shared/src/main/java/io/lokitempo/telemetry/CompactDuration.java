package io.lokitempo.telemetry;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Loki, Tempo and Prometheus write them: {@code 5m}, {@code 1h30m}, {@code 30d1h}, {@code 250ms}. */
public final class CompactDuration {
    /** Each unit at most once, the larger first. A day has 24 hours, a week 7 days, a year 365. */
    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private static final Duration[] UNITS = {
        Duration.ofDays(365),
        Duration.ofDays(7),
        Duration.ofDays(1),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(1)
    };

    private CompactDuration() {}

    /** The duration that {@code text} writes, zero too; empty where it is anything else. */
    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int unit = 0; unit < UNITS.length; unit++) {
            String count = form.group(unit + 1);
            sum = count == null ? sum : sum.plus(UNITS[unit].multipliedBy(Long.parseLong(count)));
        }
        return Optional.of(sum);
    }
}
