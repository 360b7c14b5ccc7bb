package io.lokitempo.mcp.live;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.call.NearestName;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out why a log query found nothing: which of its matchers fits no stream, or that its stages filter all lines out. */
record Emptiness(LokiClient loki, ServiceLabels labels) {
    /** How far back a value that is absent from the window is looked for. */
    private static final Duration LOOKBACK = Duration.ofDays(7);

    private static final int MOST_VALUES = 8;

    /** Reasons in plain words, each beginning with the kind of emptiness. */
    List<String> reasons(LogQuery query, TimeWindow window) {
        List<String> reasons = new ArrayList<>();
        for (StreamSelector selector : query.selectors().stream().distinct().toList()) {
            reasons.addAll(reasons(selector, window));
        }
        return reasons.isEmpty()
                ? List.of("filtered_out: streams match, and no line of them passes the rest of the query")
                : reasons;
    }

    private List<String> reasons(StreamSelector selector, TimeWindow window) {
        List<String> reasons = new ArrayList<>();
        for (StreamMatcher matcher : selector.matchers()) {
            boolean positive = matcher.operator().startsWith("=");
            if (positive && !labels.has(matcher, window)) {
                reasons.add(absent(matcher, window));
            }
        }
        if (reasons.isEmpty() && selector.matchers().size() > 1 && isEmpty(selector, window)) {
            reasons.add("filtered_out: each matcher of " + selector + " fits streams, no stream fits all");
        }
        return reasons;
    }

    private boolean isEmpty(StreamSelector selector, TimeWindow window) {
        return loki.series(selector.toString(), window)
                .answered()
                .map(List::isEmpty)
                .orElse(false);
    }

    private String absent(StreamMatcher matcher, TimeWindow window) {
        String selector = StreamSelector.text(List.of(matcher));
        TimeWindow earlier = TimeWindow.before(window.end(), LOOKBACK);
        if (labels.has(matcher, earlier)) {
            return last(selector, earlier)
                    .map(line -> "silent_since " + line.time() + ": " + selector + " fits no stream in the window")
                    .orElse("silent_since: " + selector + " fits streams of the last 7 d, none in the window");
        }
        return "never_seen: " + selector + " fits no stream of the last 7 d" + values(matcher, window);
    }

    private Optional<LogLine> last(String selector, TimeWindow window) {
        RangeQuery query = RangeQuery.logs(selector, window.startNanos(), window.endNanos(), 1, Direction.BACKWARD);
        return loki.lines(query)
                .answered()
                .flatMap(found -> found.lines().stream().findFirst());
    }

    private String values(StreamMatcher matcher, TimeWindow window) {
        List<String> values =
                loki.labelValues(matcher.label(), null, window).answered().orElse(List.of());
        if (values.isEmpty()) {
            return "; no stream has the label " + matcher.label();
        }
        List<String> nearest = NearestName.sorted(matcher.value(), values);
        String shown = String.join(
                ", ", nearest.stream().limit(MOST_VALUES).map(Names::shown).toList());
        return "; " + matcher.label() + " is " + shown + (values.size() > MOST_VALUES ? ", ..." : "");
    }
}
