package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.telemetry.TimeRange;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The earlier window that {@code compare_to} names. */
final class Comparison {
    static final String FORMS = "baseline, previous, yesterday, week or START/END is accepted";

    /** Weeks whose hour tells what is usual: four smooth out one odd week, and RETENTION holds no more than they. */
    private static final int WEEKS = 4;

    /** What is usual does not show in some minutes. */
    private static final Duration LEAST_BEFORE = Duration.ofHours(1);

    /**
     * What is compared with.
     *
     * @param words what it is, in plain words
     * @param windows one, or the same hour of several weeks
     */
    record Earlier(String words, List<TimeWindow> windows) {
        Earlier {
            windows = List.copyOf(windows);
        }

        double seconds() {
            return windows.stream().mapToDouble(MetricTables::seconds).sum();
        }

        TimeWindow first() {
            return windows.getFirst();
        }
    }

    private Comparison() {}

    /** The window before this one where nothing is named; {@code baseline} needs findings and is read as the same. */
    static TimeWindow window(Arguments arguments, TimeWindow window, Occasion occasion) {
        String named = arguments.text("compare_to", "previous");
        return switch (named.toLowerCase(Locale.ROOT)) {
            case "previous", "baseline" -> TimeWindow.before(window.start(), window.length());
            case "yesterday" -> earlier(window, Duration.ofDays(1));
            case "week" -> earlier(window, Duration.ofDays(7));
            default ->
                switch (TimeRange.parse(named, occasion.now(), occasion.zone())) {
                    case TimeRange.Resolved resolved -> resolved.window();
                    case TimeRange.Refused _ -> throw arguments.refused("compare_to", FORMS, "previous");
                };
        };
    }

    /**
     * What the window is compared with: its hour of the last four weeks as far as they were analyzed, where nothing or
     * {@code baseline} is named; the time before, an hour at least, where none of them was.
     */
    static Earlier earlier(
            Arguments arguments, TimeWindow window, Occasion occasion, Predicate<TimeWindow> isAnalyzed) {
        Times times = occasion.times(window);
        if (!arguments.text("compare_to", "baseline").equalsIgnoreCase("baseline")) {
            TimeWindow one = window(arguments, window, occasion);
            return new Earlier(shown(times, one), List.of(one));
        }
        List<TimeWindow> weeks = IntStream.rangeClosed(1, WEEKS)
                .mapToObj(week -> earlier(window, Duration.ofDays(7L * week)))
                .filter(isAnalyzed)
                .toList();
        if (!weeks.isEmpty()) {
            return new Earlier("this hour of the week, of " + weeks.size() + " earlier weeks", weeks);
        }
        Duration length = window.length().compareTo(LEAST_BEFORE) < 0 ? LEAST_BEFORE : window.length();
        TimeWindow before = TimeWindow.before(window.start(), length);
        return new Earlier(shown(times, before) + ", as no earlier week was analyzed", List.of(before));
    }

    private static String shown(Times times, TimeWindow window) {
        return times.shown(window.start()) + "-" + times.shown(window.end());
    }

    private static TimeWindow earlier(TimeWindow window, Duration by) {
        return new TimeWindow(window.start().minus(by), window.end().minus(by));
    }
}
