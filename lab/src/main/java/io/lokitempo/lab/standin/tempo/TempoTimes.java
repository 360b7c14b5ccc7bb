package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.telemetry.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Start and end of a request, in nanoseconds. */
record TempoTimes(long start, long end) {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration LONGEST_SEARCH = Duration.ofDays(7);
    private static final Duration LONGEST_METRICS = Duration.ofHours(3);
    private static final Duration RECENT = Duration.ofHours(1);
    private static final int MAX_POINTS = 10_000;
    private static final long POINTS_BY_DEFAULT = 250;

    /** Of searches, tags and traces: whole seconds, both or none; none means what is recent. */
    static TempoTimes ofSearch(Parameters parameters, Instant now) {
        long start = seconds(parameters, "start");
        long end = seconds(parameters, "end");
        if (start == 0 && end == 0) {
            return new TempoTimes(Nanos.of(now.minus(RECENT)), Nanos.of(now));
        }
        checkOrder(start, end);
        if (end - start > LONGEST_SEARCH.toSeconds()) {
            throw Refusal.badRequest("range specified by start and end exceeds "
                    + GoDuration.format(LONGEST_SEARCH.toNanos()) + ". received start=" + start + " end=" + end);
        }
        return new TempoTimes(start * SECOND, end * SECOND);
    }

    /** Of a trace by its id: they only say where to look, and the stand-in looks everywhere. */
    static void check(Parameters parameters) {
        long start = seconds(parameters, "start");
        long end = seconds(parameters, "end");
        if (start != 0 || end != 0) {
            checkOrder(start, end);
        }
    }

    private static void checkOrder(long start, long end) {
        if (start >= end) {
            throw Refusal.badRequest(
                    "http parameter start must be before end. received start=" + start + " end=" + end);
        }
    }

    private static long seconds(Parameters parameters, String name) {
        return parameters
                .text(name)
                .map(text -> GoNumber.parseLong(text)
                        .orElseThrow(() ->
                                Refusal.badRequest("invalid " + name + ": " + GoNumber.invalid("ParseInt", text))))
                .orElse(0L);
    }

    /** Of metrics: seconds, nanoseconds or RFC 3339, or {@code since}; by default the last hour. */
    static TempoTimes ofMetrics(Parameters parameters, Instant now) {
        long end = time(parameters, "end").orElse(Nanos.of(now));
        long since = parameters.text("since").map(TempoTimes::duration).orElse(RECENT.toNanos());
        long start = time(parameters, "start").orElse(end - since);
        if (start >= end) {
            throw Refusal.badRequest("end must be greater than start");
        }
        return new TempoTimes(start, end);
    }

    private static Optional<Long> time(Parameters parameters, String name) {
        return parameters.text(name).map(text -> {
            if (text.matches("[0-9]{1,19}")) {
                long number = Long.parseLong(text);
                return text.length() <= 10 ? number * SECOND : number;
            }
            try {
                return Nanos.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException | ArithmeticException _) {
                throw Refusal.badRequest("invalid " + name + ": " + GoNumber.invalid("ParseInt", text));
            }
        });
    }

    private static long duration(String text) {
        if (GoNumber.parseDouble(text).isPresent()) {
            return Math.round(GoNumber.parseDouble(text).getAsDouble() * 1e9);
        }
        return GoDuration.parse(text)
                .orElseThrow(() -> Refusal.badRequest(
                        "rpc error: code = Code(400) desc = cannot parse \"" + text + "\" to a valid duration"));
    }

    /** The step asked for; by default one of 250, of a second at least. */
    long step(Parameters parameters) {
        long step = parameters
                .text("step")
                .map(TempoTimes::duration)
                .orElse(Math.max(1, (end - start) / SECOND / POINTS_BY_DEFAULT) * SECOND);
        long least = (end - start) / MAX_POINTS;
        if (step <= 0 || step < least) {
            throw Refusal.badRequest("step of " + GoDuration.format(step)
                    + " is too small, minimum step for given range is " + GoDuration.format(least));
        }
        return step;
    }

    void checkMetricsLength() {
        if (end - start > LONGEST_METRICS.toNanos()) {
            throw Refusal.badRequest("metrics query time range exceeds the maximum allowed duration of "
                    + GoDuration.format(LONGEST_METRICS.toNanos()));
        }
    }
}
