package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.telemetry.ServiceName;
import java.util.List;

/** One line for a pager: who, what, how bad, and who else. */
final class Title {
    private static final int NAMED = 3;

    private Title() {}

    /**
     * @param worst anomaly of the first suspect
     * @param services of the incident
     */
    static String of(Anomaly worst, List<ServiceName> services) {
        List<String> others = services.stream()
                .filter(service -> !service.equals(worst.service()))
                .map(service -> Words.cut(service.value()))
                .toList();
        return Words.cut(worst.service().value()) + ": " + what(worst) + also(others);
    }

    private static String what(Anomaly a) {
        double usual = a.expected().typical();
        String where = a.operation().isEmpty() ? "" : " of " + Words.cut(a.operation());
        return switch (a.kind()) {
            case ERROR_RATE ->
                Words.percent(a.observed()) + " of requests"
                        + (a.operation().isEmpty() ? "" : " to " + Words.cut(a.operation())) + " fail, usual "
                        + Words.percent(usual);
            case LATENCY ->
                a.measure().split(" ", 2)[0] + where + " " + Words.millis(a.observed()) + ", usual "
                        + Words.millis(usual);
            case TRAFFIC_RISE, TRAFFIC_DROP ->
                Words.count(a.observed()) + " requests a window" + where + ", usual " + Words.count(usual);
            case LOG_FLOOD -> Words.count(a.observed()) + " log lines a window, usual " + Words.count(usual);
            case SILENCE -> "silent, usual " + Words.count(usual) + " " + a.measure();
            case NEW_PATTERN -> "new in its log: " + a.patternId();
            case PATTERN_RISE ->
                Words.count(a.observed()) + " lines a window of " + a.patternId() + ", usual " + Words.count(usual);
            case PATTERN_GONE -> "missing from its log: " + a.patternId();
            case RESTART_LOOP -> "restarts over and over";
        };
    }

    private static String also(List<String> others) {
        if (others.isEmpty()) {
            return "";
        }
        String named = String.join(", ", others.subList(0, Math.min(NAMED, others.size())));
        return "; also " + named + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
    }
}
