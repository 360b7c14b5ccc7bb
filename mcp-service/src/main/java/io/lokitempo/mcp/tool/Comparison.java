package io.lokitempo.mcp.tool;

import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.telemetry.TimeRange;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
     * @param windows one, or the same hour of several weeks; none where nothing of it was analyzed
     */
    record Earlier(String words, List<TimeWindow> windows) {
        Earlier {
            windows = List.copyOf(windows);
        }

        double seconds() {
            return windows.stream().mapToDouble(MetricTables::seconds).sum();
        }

        /** Whether there is anything to compare with. */
        boolean isEmpty() {
            return windows.isEmpty();
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

    /** The part of a window that was analyzed, if any: what was not read must not pass for nothing. */
    static Function<TimeWindow, Optional<TimeWindow>> of(Coverage coverage, SourceId.Kind kind, String service) {
        return window -> Analyzed.of(coverage, kind, service, window).map(Analyzed::window);
    }

    /**
     * What the window is compared with: its hour of the last four weeks as far as they were analyzed, where nothing or
     * {@code baseline} is named; the time before, an hour at least, where none of them was.
     *
     * @param analyzed the part of a window that can be compared with
     */
    static Earlier earlier(Occasion occasion, TimeWindow window, Function<TimeWindow, Optional<TimeWindow>> analyzed) {
        Times times = occasion.times(window);
        Arguments arguments = occasion.arguments();
        if (!arguments.text("compare_to", "baseline").equalsIgnoreCase("baseline")) {
            return partOf(window(arguments, window, occasion), analyzed, times, "");
        }
        List<TimeWindow> weeks = IntStream.rangeClosed(1, WEEKS)
                .mapToObj(week -> earlier(window, Duration.ofDays(7L * week)))
                .flatMap(week -> analyzed.apply(week).stream())
                .toList();
        if (!weeks.isEmpty()) {
            return new Earlier("this hour of the week in " + weeks.size() + " earlier weeks", weeks);
        }
        Duration length = window.length().compareTo(LEAST_BEFORE) < 0 ? LEAST_BEFORE : window.length();
        TimeWindow before = TimeWindow.before(window.start(), length);
        return partOf(before, analyzed, times, ", as no earlier week was analyzed");
    }

    private static Earlier partOf(
            TimeWindow asked, Function<TimeWindow, Optional<TimeWindow>> analyzed, Times times, String why) {
        return analyzed.apply(asked)
                .map(part -> new Earlier(shown(times, part) + why, List.of(part)))
                .orElseGet(() -> new Earlier(shown(times, asked) + ", of which nothing was analyzed", List.of()));
    }

    private static String shown(Times times, TimeWindow window) {
        return times.shown(window.start()) + "-" + times.shown(window.end());
    }

    private static TimeWindow earlier(TimeWindow window, Duration by) {
        return new TimeWindow(window.start().minus(by), window.end().minus(by));
    }
}
