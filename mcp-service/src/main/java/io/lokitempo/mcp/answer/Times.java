package io.lokitempo.mcp.answer;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times in one zone, the date said once: a row repeats it only where it is another day's. */
public final class Times {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MILLISECOND = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]xxx");

    private final ZoneId zone;
    private final LocalDate day;

    public Times(ZoneId zone, Instant reference) {
        this.zone = zone;
        this.day = reference.atZone(zone).toLocalDate();
    }

    static Times of(Header header) {
        TimeWindow window = header.window();
        return new Times(header.zone(), window == null ? header.now() : window.start());
    }

    /** {@code 14:04:30}, with milliseconds where there are any and the date where it is another day. */
    public String shown(Instant at) {
        ZonedDateTime local = at.truncatedTo(ChronoUnit.MILLIS).atZone(zone);
        String time = local.format(local.getNano() == 0 ? SECOND : MILLISECOND);
        return local.toLocalDate().equals(day) ? time : local.toLocalDate() + " " + time;
    }

    /** {@code 2026-11-22 14:00-14:27 +09:00}, or of no window the date and offset alone. */
    static String range(@Nullable TimeWindow window, Instant now, ZoneId zone) {
        if (window == null) {
            ZonedDateTime local = now.atZone(zone);
            return local.toLocalDate() + " " + local.format(OFFSET);
        }
        ZonedDateTime start = window.start().atZone(zone);
        ZonedDateTime end = window.end().atZone(zone);
        String until = (end.toLocalDate().equals(start.toLocalDate()) ? "-" : " - " + end.toLocalDate() + " ");
        return start.toLocalDate() + " " + clock(start.toLocalTime()) + until + clock(end.toLocalTime()) + " "
                + start.format(OFFSET);
    }

    /** An ISO instant with the zone's offset, seconds precise unless there is more. */
    static String iso(Instant at, ZoneId zone) {
        ZonedDateTime local = at.truncatedTo(ChronoUnit.MILLIS).atZone(zone);
        return local.getNano() == 0
                ? local.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx"))
                : local.format(ISO);
    }

    private static String clock(LocalTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).getSecond() == 0 ? time.format(MINUTE) : time.format(SECOND);
    }
}
