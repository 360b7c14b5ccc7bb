package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.http.Parameters;
import io.lokitempo.lab.standin.http.Refusal;
import io.lokitempo.lab.standin.query.GoDuration;
import io.lokitempo.lab.standin.query.GoNumber;
import io.lokitempo.telemetry.Nanos;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Start and end of a request, in nanoseconds.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/#timestamps">Timestamps</a>
 */
record QueryTimes(long start, long end) {
    private static final long SECOND = 1_000_000_000L;
    private static final long MAX_LENGTH = Duration.ofDays(30).plusHours(1).toNanos();
    private static final int MAX_POINTS = 11_000;
    private static final long POINTS_BY_DEFAULT = 250;

    /** @param reach how far before the end the start is by default */
    static QueryTimes of(Parameters parameters, Instant now, Duration reach) {
        long end = time(parameters, "end").orElse(Nanos.of(now));
        long since = parameters.text("since").map(QueryTimes::since).orElse(reach.toNanos());
        long start = time(parameters, "start").orElse(end - since);
        if (end < start) {
            throw Refusal.badRequest("end timestamp must not be before or equal to start time");
        }
        return new QueryTimes(start, end);
    }

    private static long since(String text) {
        return GoDuration.parse(text)
                .orElseThrow(() -> Refusal.badRequest(
                        "could not parse 'since' parameter: not a valid duration string: \"" + text + "\""));
    }

    private static Optional<Long> time(Parameters parameters, String name) {
        return parameters
                .text(name)
                .map(text -> time(text)
                        .orElseThrow(() -> Refusal.badRequest(
                                "could not parse '" + name + "' parameter: " + GoNumber.invalid("ParseInt", text))));
    }

    /** Seconds with a fraction, whole seconds of up to ten digits, nanoseconds, or RFC 3339. */
    static OptionalLong time(String text) {
        if (text.matches("-?[0-9]+")) {
            OptionalLong number = GoNumber.parseLong(text);
            return number.isPresent() && text.length() <= 10 ? OptionalLong.of(number.getAsLong() * SECOND) : number;
        }
        if (text.matches("[0-9]+\\.[0-9]*")) {
            return OptionalLong.of(
                    new BigDecimal(text).multiply(BigDecimal.valueOf(SECOND)).longValue());
        }
        try {
            return OptionalLong.of(Nanos.of(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeParseException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /** Refuses what is longer than a query may be. */
    void checkLength() {
        if (end - start > MAX_LENGTH) {
            throw Refusal.badRequest("the query time range exceeds the limit (query length: "
                    + GoDuration.format(end - start) + ", limit: 30d1h)");
        }
    }

    /** The steps of a metric query: by default 250, of a second at least. */
    Steps steps(Parameters parameters) {
        long step = parameters
                .text("step")
                .map(QueryTimes::step)
                .orElse(Math.max(1, (end - start) / SECOND / POINTS_BY_DEFAULT) * SECOND);
        if (step <= 0) {
            throw Refusal.badRequest(
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if ((end - start) / step > MAX_POINTS) {
            throw Refusal.badRequest("exceeded maximum resolution of 11,000 points per time series. Try increasing the"
                    + " value of the step parameter");
        }
        return Steps.between(start, end, step);
    }

    static long step(String text) {
        if (GoNumber.parseDouble(text).isPresent()) {
            return Math.round(GoNumber.parseDouble(text).getAsDouble() * 1e9);
        }
        return GoDuration.parse(text)
                .orElseThrow(() -> Refusal.badRequest("cannot parse \"" + text + "\" to a valid duration"));
    }
}
