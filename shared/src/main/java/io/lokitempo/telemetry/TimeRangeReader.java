package io.lokitempo.telemetry;

import io.lokitempo.telemetry.TimeRange.Refused;
import io.lokitempo.telemetry.TimeRange.Resolved;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one text as a {@link TimeRange}. */
final class TimeRangeReader {
    private static final int MAX_CHARACTERS = 100;

    /** Neither Loki nor Tempo has anything older, and nanoseconds fit a long until 2262. */
    private static final TimeWindow POSSIBLE = new TimeWindow(Instant.EPOCH, Instant.parse("2262-01-01T00:00:00Z"));

    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)([Zz]|[+-]\\d{2}(?::?\\d{2})?)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern CLOCK = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2})?");
    private static final Pattern EPOCH = Pattern.compile("\\d{9,10}|\\d{12,13}|\\d{18,19}");

    private final String text;
    private final Instant now;
    private final ZoneId zone;
    private final List<String> assumed = new ArrayList<>();

    TimeRangeReader(String text, Instant now, ZoneId zone) {
        this.text = text.strip();
        this.now = now;
        this.zone = zone;
    }

    TimeRange read() {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return new Refused("a time range has 1 to " + MAX_CHARACTERS + " characters. Accepted: " + TimeRange.FORMS);
        }
        int slash = text.indexOf('/');
        return slash < 0 ? since() : between(text.substring(0, slash), text.substring(slash + 1), slash + 1);
    }

    private TimeRange since() {
        Optional<Instant> start = duration(text).map(now::minus).or(() -> iso(text));
        return start.isPresent() ? window(start.get(), now) : notUnderstood(text, 0);
    }

    private TimeRange between(String first, String second, int column) {
        Optional<Instant> start = point(first).or(() -> clock(first).map(this::lastOccurrence));
        if (start.isEmpty()) {
            return notUnderstood(first, 0);
        }
        Instant from = start.get();
        Optional<Instant> end = point(second)
                .or(() -> clock(second).map(time -> nextOccurrence(time, from)))
                .or(() -> duration(second).map(from::plus));
        return end.isPresent() ? window(from, end.get()) : notUnderstood(second, column);
    }

    private TimeRange window(Instant start, Instant end) {
        if (start.isBefore(POSSIBLE.start()) || end.isAfter(POSSIBLE.end())) {
            return new Refused("the range " + start + " to " + end + " is not within " + POSSIBLE);
        }
        if (!start.isBefore(end)) {
            return new Refused("the range ends at " + end + ", which is not after its start at " + start);
        }
        if (!start.isBefore(now)) {
            return new Refused("the range starts at " + start + ", and now is " + now);
        }
        if (end.isAfter(now)) {
            assumed.add("The range ends after now, " + now + ".");
        }
        return new Resolved(new TimeWindow(start, end), assumed);
    }

    private Refused notUnderstood(String part, int column) {
        boolean isPoint = column == 0
                && text.indexOf('/') < 0
                && (point(part).isPresent() || clock(part).isPresent());
        String hint = isPoint ? " Since then is " + part + "/now." : "";
        return new Refused("\"" + shown(part) + "\" at column " + (column + 1) + " is not understood." + hint
                + " Accepted: " + TimeRange.FORMS);
    }

    private static String shown(String part) {
        return part.replaceAll("\\p{Cntrl}", "?");
    }

    private static Optional<Duration> duration(String part) {
        Duration longest = POSSIBLE.length();
        return CompactDuration.parse(part).filter(duration -> duration.compareTo(longest) <= 0);
    }

    /** A time that is the same whatever the other side is. */
    private Optional<Instant> point(String part) {
        if (part.equals("now")) {
            return Optional.of(now);
        }
        if (part.startsWith("now-")) {
            return duration(part.substring(4)).map(now::minus);
        }
        return EPOCH.matcher(part).matches() ? epoch(part) : iso(part);
    }

    /** Seconds have 9 or 10 digits, milliseconds 12 or 13, nanoseconds 18 or 19: all of 1973 to 2262. */
    private Optional<Instant> epoch(String digits) {
        try {
            long number = Long.parseLong(digits);
            Instant instant = switch (digits.length()) {
                case 9, 10 -> Instant.ofEpochSecond(number);
                case 12, 13 -> Instant.ofEpochMilli(number);
                default -> Nanos.toInstant(number);
            };
            assumed.add(digits + " is read as " + instant + ".");
            return Optional.of(instant);
        } catch (NumberFormatException _) {
            return Optional.empty(); // 19 digits beyond a long
        }
    }

    private Optional<Instant> iso(String part) {
        try {
            if (DATE.matcher(part).matches()) {
                return Optional.of(local(part, LocalDate.parse(part).atStartOfDay()));
            }
            Matcher iso = ISO.matcher(part);
            if (!iso.matches()) {
                return Optional.empty();
            }
            LocalDateTime time = LocalDateTime.parse(iso.group(1).replace(' ', 'T'));
            String offset = iso.group(2);
            return Optional.of(
                    offset == null
                            ? local(part, time)
                            : time.toInstant(ZoneOffset.of(offset.toUpperCase(Locale.ROOT))));
        } catch (DateTimeException _) {
            return Optional.empty(); // a 13th month, for one
        }
    }

    private static Optional<LocalTime> clock(String part) {
        try {
            return CLOCK.matcher(part).matches() ? Optional.of(LocalTime.parse(part)) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Today's, or yesterday's where today's is still to come. */
    private Instant lastOccurrence(LocalTime time) {
        LocalDateTime today = now.atZone(zone).toLocalDate().atTime(time);
        boolean isToCome = today.atZone(zone).toInstant().isAfter(now);
        return local(time.toString(), isToCome ? today.minusDays(1) : today);
    }

    /** The first one after the range's start. */
    private Instant nextOccurrence(LocalTime time, Instant start) {
        LocalDateTime sameDay = start.atZone(zone).toLocalDate().atTime(time);
        boolean isPast = !sameDay.atZone(zone).toInstant().isAfter(start);
        return local(time.toString(), isPast ? sameDay.plusDays(1) : sameDay);
    }

    /** A time of the zone. One that a clock change skips is later by the skip, one that it repeats is the first. */
    private Instant local(String part, LocalDateTime time) {
        ZonedDateTime zoned = time.atZone(zone);
        assumed.add(part + " is read as " + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(zoned) + " (" + zone + ").");
        return zoned.toInstant();
    }
}
