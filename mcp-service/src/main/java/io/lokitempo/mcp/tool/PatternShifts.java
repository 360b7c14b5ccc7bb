package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.PatternTotal;
import io.lokitempo.mcp.live.LivePatterns;
import io.lokitempo.mcp.live.LivePatterns.Mined;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.MinedPattern;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which kinds of line are new, gone, rising or falling between two stretches of time. */
record PatternShifts(Findings findings, Logs logs, LivePatterns patterns, Redaction redaction) {
    /** As analyze_logs_pattern means rising. */
    private static final double TWICE = 2;

    /** Standard deviations of two counts' difference: chance alone goes so far once in 370 times. */
    private static final double SIGMAS = 3;

    /** Part of a call's time for reading one of the two windows; the rest is for requests. */
    private static final double SHARE = 0.35;

    /** @param ran the live query, where it was one */
    record Compared(
            Table table,
            String summary,
            Optional<String> first,
            boolean precomputed,
            Optional<String> ran,
            List<String> coverage) {}

    /**
     * A pattern's lines now and, scaled to as long a time, before.
     *
     * @param isFirst whether its first line ever lies in the window, as far as anybody knows
     */
    private record Kind(
            String id,
            String service,
            LogLevel level,
            String template,
            double count,
            double before,
            Instant last,
            boolean isFirst) {
        /** Null where it did not change by more than chance. */
        @Nullable
        String change() {
            double sigmas = Math.abs(count - before) / Math.sqrt(Math.max(1, count + before));
            if (before == 0 && isFirst) {
                return "new";
            }
            if (count == 0) {
                return sigmas >= SIGMAS ? "gone" : null;
            }
            if (sigmas < SIGMAS) {
                return null;
            }
            if (before == 0) {
                return "back";
            }
            return count >= TWICE * before ? "rising" : count * TWICE <= before ? "falling" : null;
        }

        private boolean isError() {
            return level == LogLevel.ERROR || level == LogLevel.FATAL;
        }
    }

    /** Errors first, new before rising before gone, then by lines. */
    private static final Comparator<Kind> IMPORTANT = Comparator.comparing(Kind::isError)
            .reversed()
            .thenComparingInt(
                    kind -> List.of("new", "back", "rising", "gone", "falling").indexOf(String.valueOf(kind.change())))
            .thenComparing(Comparator.comparingDouble((Kind kind) -> Math.abs(kind.count() - kind.before()))
                    .reversed());

    Compared between(
            Occasion occasion,
            String service,
            Optional<Analyzed> analyzed,
            TimeWindow window,
            Comparison.Earlier earlier,
            Progress progress) {
        if (analyzed.isPresent()) {
            return compared(stored(occasion, service, window, earlier), true, Optional.empty(), List.of());
        }
        try {
            return live(occasion, service, window, earlier.first(), progress);
        } catch (RefusedException e) {
            return new Compared(
                    Table.of("patterns").table(),
                    "not compared: " + e.refusal().what(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    List.of());
        }
    }

    private List<Kind> stored(Occasion occasion, String service, TimeWindow window, Comparison.Earlier earlier) {
        ServiceName name = service.isEmpty() ? null : new ServiceName(service);
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (TimeWindow before : earlier.windows()) {
            double scale = MetricTables.seconds(window) / earlier.seconds();
            findings.patterns(occasion.settings().scope(), name, window, before)
                    .found()
                    .orElse(List.of())
                    .forEach(total ->
                            kinds.merge(total.pattern().id(), kind(total, scale, window), PatternShifts::plusBefore));
        }
        return List.copyOf(kinds.values());
    }

    private static Kind kind(PatternTotal total, double scale, TimeWindow window) {
        return new Kind(
                total.pattern().id(),
                total.pattern().service().value(),
                total.pattern().level(),
                total.pattern().template(),
                (double) total.count(),
                (double) total.before() * scale,
                total.lastWindow(),
                window.contains(total.pattern().firstSeen()));
    }

    private static Kind plusBefore(Kind a, Kind b) {
        return new Kind(a.id, a.service, a.level, a.template, a.count, a.before + b.before, a.last, a.isFirst);
    }

    private Compared live(Occasion occasion, String service, TimeWindow window, TimeWindow earlier, Progress progress) {
        var self = occasion.arguments().asCall();
        LogQuery query = logs.query("", service.isEmpty() ? null : service, null, window, self);
        Duration part = Duration.ofMillis(
                (long) (Duration.between(occasion.now(), progress.deadline()).toMillis() * SHARE));
        Mined now = patterns.mine(query, window, occasion.now().plus(part), progress, self);
        Mined before = patterns.mine(query, earlier, occasion.now().plus(part.multipliedBy(2)), progress, self);
        double scale = MetricTables.seconds(window) / MetricTables.seconds(earlier);
        Map<String, Kind> kinds = new HashMap<>();
        now.patterns().forEach(pattern -> kinds.put(pattern.id(), kind(pattern, pattern.count(), 0)));
        before.patterns()
                .forEach(pattern -> kinds.merge(
                        pattern.id(), kind(pattern, 0, pattern.count() * scale), PatternShifts::plusBefore));
        List<String> coverage = new ArrayList<>(now.coverage());
        before.coverage().forEach(mark -> coverage.add("earlier window " + mark));
        return compared(List.copyOf(kinds.values()), false, Optional.of(query.logql()), coverage);
    }

    private static Kind kind(MinedPattern pattern, double count, double before) {
        return new Kind(
                pattern.id(),
                pattern.service(),
                pattern.level(),
                pattern.template(),
                count,
                before,
                pattern.lastSeen(),
                before == 0);
    }

    private Compared compared(List<Kind> kinds, boolean precomputed, Optional<String> ran, List<String> coverage) {
        List<Kind> changed = kinds.stream()
                .filter(kind -> kind.change() != null)
                .sorted(IMPORTANT)
                .toList();
        Map<String, Long> counts = changed.stream()
                .collect(Collectors.groupingBy(
                        kind -> String.valueOf(kind.change()), TreeMap::new, Collectors.counting()));
        String summary = kinds.isEmpty()
                ? "none in either window"
                : kinds.size() + " in either window: "
                        + counts.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey() + ", ")
                                .collect(Collectors.joining())
                        + (kinds.size() - changed.size()) + " as before";
        Table.Rows rows = Table.of(
                "patterns",
                Column.name("change"),
                Column.name("pattern"),
                Column.name("service"),
                Column.name("level"),
                Column.count("lines"),
                Column.count("before"),
                Column.time("last"),
                Column.text("text"));
        changed.forEach(kind -> rows.row(
                Cell.of(String.valueOf(kind.change())),
                Cell.of(kind.id()),
                Cell.of(kind.service()),
                Cell.of(kind.level() == LogLevel.UNKNOWN ? "" : kind.level().label()),
                Cell.of(Math.rint(kind.count())),
                Cell.of(Math.rint(kind.before())),
                Cell.of(kind.last()),
                Cell.of(redaction.apply(kind.template()))));
        return new Compared(
                rows.table(), summary, changed.stream().findFirst().map(Kind::id), precomputed, ran, coverage);
    }
}
