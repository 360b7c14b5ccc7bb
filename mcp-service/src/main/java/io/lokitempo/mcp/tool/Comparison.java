package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.telemetry.TimeRange;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.Locale;

/** The earlier window that {@code compare_to} names. */
final class Comparison {
    static final String FORMS = "previous, yesterday, week or START/END is accepted";

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

    private static TimeWindow earlier(TimeWindow window, Duration by) {
        return new TimeWindow(window.start().minus(by), window.end().minus(by));
    }
}
