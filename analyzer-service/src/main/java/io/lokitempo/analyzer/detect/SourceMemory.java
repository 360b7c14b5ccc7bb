package io.lokitempo.analyzer.detect;

import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which windows of a service's lines, or of its requests, were learnt. A window is learnt once, in whatever order history
 * and present come.
 *
 * @param learnt merged where they touch, ascending; beyond {@value #MOST_STRETCHES} stretches the oldest gap counts as
 *     learnt
 * @param windows how many
 * @param silent consecutive windows, up to the newest, in which nothing happened
 */
public record SourceMemory(List<TimeWindow> learnt, int windows, int silent) {
    public static final SourceMemory EMPTY = new SourceMemory(List.of(), 0, 0);

    private static final int MOST_STRETCHES = 32;

    public SourceMemory {
        learnt = List.copyOf(learnt);
    }

    boolean has(TimeWindow window) {
        return learnt.stream().anyMatch(window::overlaps);
    }

    /** The end of the newest window; windows that begin there or later are the present, all others history. */
    Instant newestEnd() {
        return learnt.isEmpty() ? Instant.MIN : learnt.getLast().end();
    }

    boolean isPresent(TimeWindow window) {
        return !window.start().isBefore(newestEnd());
    }

    /** Whether the window before this one was learnt, too. */
    boolean continues(TimeWindow window) {
        return window.start().equals(newestEnd());
    }

    SourceMemory with(TimeWindow window, int silentNow) {
        List<TimeWindow> all = new ArrayList<>(learnt);
        all.add(window);
        all.sort(null);
        List<TimeWindow> merged = new ArrayList<>();
        for (TimeWindow next : all) {
            if (!merged.isEmpty() && !next.start().isAfter(merged.getLast().end())) {
                merged.set(merged.size() - 1, spanning(merged.getLast(), next));
            } else {
                merged.add(next);
            }
        }
        if (merged.size() > MOST_STRETCHES) {
            merged.set(1, spanning(merged.get(0), merged.get(1)));
            merged.removeFirst();
        }
        return new SourceMemory(merged, windows + 1, silentNow);
    }

    private static TimeWindow spanning(TimeWindow first, TimeWindow second) {
        return new TimeWindow(first.start(), first.end().isAfter(second.end()) ? first.end() : second.end());
    }
}
