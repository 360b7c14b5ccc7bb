package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Header;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Cursor;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeRange;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a call is made, under which settings, and over which stretch of time. */
record Occasion(Arguments arguments, Settings settings, Instant now) {
    static final String TIME_RANGE =
            "\"time_range\":{\"type\":\"string\",\"description\":\"5m, 1h, 7d, ISO instant or START/END\"}";

    static Occasion of(Arguments arguments, LiveSettings settings, Clock clock) {
        return new Occasion(arguments, settings.current(), clock.instant());
    }

    ZoneId zone() {
        return settings.defaults().zone();
    }

    /** The window of {@code time_range}, of the cursor where there is one, else of the last {@code default time range}. */
    TimeWindow window() {
        return cursor().map(Cursor::window).orElseGet(() -> window("time_range"));
    }

    /** The window that an argument names. */
    TimeWindow window(String argument) {
        return resolved(argument).window();
    }

    private TimeRange.Resolved resolved(String argument) {
        return arguments
                .parsed(argument, this::parsed)
                .orElseGet(() -> parsed(settings.defaults().timeRange()));
    }

    private TimeRange.Resolved parsed(String text) {
        return switch (TimeRange.parse(text, now, zone())) {
            case TimeRange.Resolved resolved -> resolved;
            case TimeRange.Refused(String message) -> throw new IllegalArgumentException(message);
        };
    }

    Optional<Cursor> cursor() {
        if (!arguments.has("cursor")) {
            return Optional.empty();
        }
        return arguments.parsed("cursor", text -> Cursor.parse(text, arguments.asCall()));
    }

    /** @throws RefusedException where no service can be called so */
    ServiceName service(String name) {
        try {
            return new ServiceName(name);
        } catch (IllegalArgumentException e) {
            throw arguments.refused(
                    arguments.has("service") ? "service" : "service_name", String.valueOf(e.getMessage()));
        }
    }

    /** Times of rows and facts about a window. */
    Times times(TimeWindow window) {
        return new Times(zone(), window.start());
    }

    /** @param more marks beside those of the analysis */
    Header precomputed(String subject, Analyzed analyzed, List<String> more) {
        Times times = times(analyzed.window());
        List<String> marks = new ArrayList<>(analyzed.marks(times::shown));
        marks.addAll(more);
        return header(subject, analyzed.window(), "precomputed to " + times.shown(analyzed.through()), marks);
    }

    Header header(String subject, TimeWindow window, String source, List<String> coverage) {
        List<String> marks = new ArrayList<>(coverage);
        if (arguments.has("time_range") && !arguments.has("cursor")) {
            marks.addAll(resolved("time_range").assumed());
        }
        return new Header(subject, window, now, zone(), source, marks);
    }
}
