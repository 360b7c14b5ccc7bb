package io.lokitempo.mcp.tool;

import io.lokitempo.loki.Direction;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.call.Cursor;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of lines. Loki has no cursor: the next page begins at the timestamp where this one ended, and the lines of
 * that timestamp which were shown already are left out.
 *
 * @param asked the part of the window that is still to be shown
 * @param skip lines at its near edge that were shown
 * @param limit lines to ask for, those included
 */
record LinePage(TimeWindow asked, int skip, int limit, Direction direction) {
    private static final Comparator<LogLine> ORDER = Comparator.comparingLong(LogLine::timestampNanos)
            .thenComparing(line -> sorted(line.labels()))
            .thenComparing(LogLine::text)
            .thenComparing(line -> sorted(line.metadata()));

    static LinePage of(@Nullable Cursor cursor, TimeWindow window, int limit, Direction direction) {
        if (cursor == null) {
            return new LinePage(window, 0, limit, direction);
        }
        TimeWindow rest = direction == Direction.FORWARD
                ? new TimeWindow(Nanos.toInstant(cursor.position()), window.end())
                : new TimeWindow(window.start(), Nanos.toInstant(cursor.position() + 1));
        return new LinePage(rest, cursor.skip(), limit + cursor.skip(), direction);
    }

    /** The lines in an order that is the same at every call, without those shown already. */
    List<LogLine> unseen(List<LogLine> lines) {
        Comparator<LogLine> order = direction == Direction.FORWARD ? ORDER : ORDER.reversed();
        return lines.stream().sorted(order).skip(skip).toList();
    }

    /** The call that goes on after the first {@code shown} lines; null where there is nothing after them. */
    @Nullable
    Call next(List<LogLine> lines, int shown, Call self, TimeWindow window) {
        boolean exhausted = shown == lines.size() && lines.size() + skip < limit;
        if (exhausted || shown == 0) {
            return null;
        }
        long position = lines.get(shown - 1).timestampNanos();
        long same = lines.subList(0, shown).stream()
                .filter(line -> line.timestampNanos() == position)
                .count();
        boolean stays = same == shown && skip > 0 && edge() == position;
        int skipped = Math.toIntExact(same + (stays ? skip : 0));
        return self.with("time_range", "")
                .with("cursor", Cursor.of(self, window, position, skipped).toString());
    }

    private long edge() {
        return direction == Direction.FORWARD ? asked.startNanos() : asked.endNanos() - 1;
    }

    private static String sorted(Map<String, String> labels) {
        return new TreeMap<>(labels).toString();
    }
}
