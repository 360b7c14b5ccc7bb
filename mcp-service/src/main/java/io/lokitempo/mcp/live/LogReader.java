package io.lokitempo.mcp.live;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads every line of a query, oldest first, page by page. The lines of a full page's last nanosecond are read again at
 * the head of the next, so that none is lost or doubled where the page ends between equal timestamps.
 */
final class LogReader {
    /**
     * How far a reading came.
     *
     * @param through every line before this was handed over
     * @param lost whether one nanosecond held more lines than a page, so that some could not be read
     */
    record Reading(long lines, Instant through, boolean lost) {
        boolean isComplete(TimeWindow window) {
            return !through.isBefore(window.end()) && !lost;
        }
    }

    private final LokiClient loki;
    private final Clock clock;

    LogReader(LokiClient loki, Clock clock) {
        this.loki = loki;
        this.clock = clock;
    }

    /**
     * Hands over lines until the window ends, {@code most} were read, or the deadline has passed.
     *
     * @throws io.lokitempo.mcp.answer.RefusedException where Loki does not answer
     */
    Reading read(LogQuery query, TimeWindow window, long most, Instant deadline, Consumer<LogLine> lines) {
        long at = window.startNanos();
        long read = 0;
        boolean lost = false;
        while (at < window.endNanos() && read < most && clock.instant().isBefore(deadline)) {
            RangeQuery page =
                    RangeQuery.logs(query.logql(), at, window.endNanos(), LokiClient.MAX_ENTRIES, Direction.FORWARD);
            List<LogLine> found =
                    Replies.value(loki.lines(page), "Loki", query.logql()).lines();
            long next = window.endNanos();
            List<LogLine> whole = found;
            if (found.size() >= LokiClient.MAX_ENTRIES) {
                next = found.getLast().timestampNanos();
                if (next == found.getFirst().timestampNanos()) {
                    lost = true;
                    next++;
                } else {
                    long edge = next;
                    whole = found.stream()
                            .filter(line -> line.timestampNanos() < edge)
                            .toList();
                }
            }
            whole.forEach(lines);
            read += whole.size();
            at = next;
        }
        return new Reading(read, Nanos.toInstant(at), lost);
    }
}
