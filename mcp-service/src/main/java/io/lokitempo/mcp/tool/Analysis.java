package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Header;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.Reading;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the analyzer found, for tools that have no other source: where it is missing, they refuse and say what is. */
record Analysis(Findings findings, Occasion occasion) {
    /** How long before an onset a change may lie that is shown beside it; as long as the analyzer suspects it. */
    private static final Duration BEFORE_ONSET = Duration.ofMinutes(15);

    /** By which an onset may be noticed before the change that led to it: windows are a minute long. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private static final int MOST_CHANGES = 200;

    /**
     * The header of an answer about what was found.
     *
     * @throws RefusedException where nothing was analyzed
     */
    Header header(String subject, String service, TimeWindow window) {
        Coverage coverage = found(findings.coverage(scope()));
        if (coverage.sources().isEmpty()) {
            throw refused("not_yet_analyzed: the analyzer has read nothing of this Loki and Tempo yet", true);
        }
        Times times = occasion.times(window);
        String through = Arrays.stream(SourceId.Kind.values())
                .flatMap(kind -> coverage.through(kind).stream().map(at -> name(kind) + " to " + times.shown(at)))
                .collect(Collectors.joining(", "));
        return occasion.header(
                subject, window, "precomputed " + through, coverage.marks(service, window, times::shown));
    }

    private static String name(SourceId.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    Scope scope() {
        return occasion.settings().scope();
    }

    /** @throws RefusedException where the database cannot be read */
    <T> T found(Reading<T> reading) {
        return switch (reading) {
            case Reading.Read<T>(T value) -> value;
            case Reading.Missing<T>(String why) -> throw refused(why + "; live tools answer meanwhile", true);
        };
    }

    private RefusedException refused(String what, boolean retry) {
        return new RefusedException(new Refusal(
                Category.UNAVAILABLE, what, occasion.arguments().asCall().toString(), Call.of("list_services"), retry));
    }

    /** What of a window was read of traces: rates are over that, or a lag would look like less traffic. */
    TimeWindow tracesOf(TimeWindow window) {
        return findings.coverage(scope())
                .found()
                .flatMap(coverage -> coverage.read(SourceId.Kind.TRACES, window))
                .orElse(window);
    }

    RefusedException unknown(String id, String kind) {
        return new RefusedException(new Refusal(
                Category.NOT_FOUND,
                "no " + kind + " has the id " + id + "; ids are kept as long as RETENTION",
                occasion.arguments().asCall().toString(),
                Call.of("find_anomalies").with("time_range", "7d"),
                false));
    }

    /** Changes that may stand beside onsets in a window. */
    List<Change> changes(TimeWindow window) {
        TimeWindow around =
                new TimeWindow(window.start().minus(BEFORE_ONSET), window.end().plus(SLACK));
        return findings.changes(scope(), null, around, MOST_CHANGES).found().orElse(List.of());
    }

    /** The newest change of its service that an anomaly may have come with. */
    static Optional<Change> beside(Anomaly anomaly, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.service().equals(anomaly.service()))
                .filter(change -> isBeside(change.at(), anomaly.onset()))
                .max(Comparator.comparing(Change::at));
    }

    static boolean isBeside(Instant change, Instant onset) {
        return !change.isBefore(onset.minus(BEFORE_ONSET)) && !change.isAfter(onset.plus(SLACK));
    }
}
