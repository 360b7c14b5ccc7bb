package io.lokitempo.mcp.tool;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.LineTotal;
import io.lokitempo.mcp.finding.PatternTotal;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Log patterns from what the analyzer counted; empty where it counted too little of the window to answer. */
final class StoredPatterns {
    private static final double RISING = 2;
    private static final int ANOMALIES = 100;

    private final Findings findings;
    private final Redaction redaction;

    StoredPatterns(Findings findings, Redaction redaction) {
        this.findings = findings;
        this.redaction = redaction;
    }

    Optional<Outcome> of(Occasion occasion, TimeWindow asked) {
        Scope scope = occasion.settings().scope();
        String name = occasion.arguments().text("service", "");
        ServiceName service = name.isEmpty() ? null : new ServiceName(name);
        return findings.coverage(scope)
                .found()
                .flatMap(coverage -> Analyzed.of(coverage, SourceId.Kind.LOGS, name, asked))
                .flatMap(analyzed -> answer(occasion, service, analyzed));
    }

    private Optional<Outcome> answer(Occasion occasion, @Nullable ServiceName service, Analyzed analyzed) {
        Scope scope = occasion.settings().scope();
        TimeWindow window = analyzed.window();
        String mode = occasion.arguments().choice("mode", "top");
        TimeWindow earlier = Comparison.window(occasion.arguments(), window, occasion);
        Optional<List<PatternTotal>> totals =
                findings.patterns(scope, service, window, earlier).found();
        Optional<List<LineTotal>> lines = findings.lines(scope, service, window).found();
        if (totals.isEmpty() || lines.isEmpty() || totals.get().isEmpty()) {
            return Optional.empty();
        }
        long all = lines.get().stream().mapToLong(LineTotal::lines).sum();
        long other = lines.get().stream().mapToLong(LineTotal::other).sum();
        List<String> marks = new ArrayList<>(analyzed.marks());
        marks.add("compared with " + earlier);
        Answer.Builder answer = Answer.about(occasion.header(
                        service == null ? "log patterns" : service.value(),
                        window,
                        "precomputed to " + analyzed.through(),
                        marks))
                .fact(
                        "lines",
                        Numbers.plain((double) all) + ", "
                                + totals.get().stream()
                                        .filter(total -> total.count() > 0)
                                        .count() + " patterns"
                                + (other > 0 ? ", " + Numbers.plain((double) other) + " lines in none" : ""));
        List<PatternTotal> selected = totals.get().stream()
                .filter(total -> isSelected(total, mode, window))
                .toList();
        if (selected.isEmpty()) {
            return Optional.of(answer.fact("empty", "no pattern is " + mode + " against the earlier window")
                    .next(occasion.arguments().asCall().with("mode", "top"))
                    .answer());
        }
        answer.table(table(selected, all, anomalous(scope, service, window)));
        PatternTotal first = selected.getFirst();
        first.traces().stream()
                .findFirst()
                .ifPresent(trace -> answer.next(Call.of("get_trace_details").with("trace_id", trace.hex())));
        return Optional.of(answer.next(Call.of("query_logs")
                        .with("pattern_id", first.pattern().id())
                        .with("limit", 5))
                .answer());
    }

    /**
     * A pattern is new where its first line ever lies in the window, which a look at one earlier window cannot tell. A
     * first look back reads the newest windows first, so that the earlier window has a say, too.
     */
    private static boolean isSelected(PatternTotal total, String mode, TimeWindow window) {
        return switch (mode) {
            case "new" -> total.before() == 0 && window.contains(total.pattern().firstSeen());
            case "rising" -> total.before() > 0 && (double) total.count() >= RISING * (double) total.before();
            case "gone" -> total.count() == 0;
            default -> total.count() > 0;
        };
    }

    /** Ids of the anomalies that a pattern has in the window. */
    private Map<String, String> anomalous(Scope scope, @Nullable ServiceName service, TimeWindow window) {
        return findings
                .anomalies(scope, window, service, (AnomalyKind) null, null, ANOMALIES)
                .found()
                .orElse(List.of())
                .stream()
                .flatMap(anomaly ->
                        anomaly.evidence().patterns().stream().map(pattern -> Map.entry(pattern, anomaly.id())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }

    private Table table(List<PatternTotal> totals, long lines, Map<String, String> anomalies) {
        Table.Rows rows = Table.of(
                "patterns",
                Column.name("pattern"),
                Column.name("service"),
                Column.name("level"),
                Column.count("count"),
                Column.percent("share"),
                Column.count("before"),
                Column.time("first"),
                Column.time("last"),
                Column.name("anomaly"),
                Column.name("trace"),
                Column.text("text"),
                Column.text("sample"));
        Function<PatternTotal, String> newestTrace = total -> total.traces().stream()
                .reduce((_, newest) -> newest)
                .map(TraceId::hex)
                .orElse("");
        for (PatternTotal total : totals) {
            LogPattern pattern = total.pattern();
            rows.row(
                    Cell.of(pattern.id()),
                    Cell.of(pattern.service().value()),
                    Cell.of(
                            pattern.level() == LogLevel.UNKNOWN
                                    ? ""
                                    : pattern.level().label()),
                    Cell.of(total.count()),
                    Cell.of(lines == 0 ? 0 : 100.0 * (double) total.count() / (double) lines),
                    Cell.of(total.before()),
                    Cell.of(pattern.firstSeen()),
                    Cell.of(total.lastWindow()),
                    Cell.of(anomalies.getOrDefault(pattern.id(), "")),
                    Cell.of(newestTrace.apply(total)),
                    Cell.of(redaction.apply(pattern.template())),
                    Cell.of(redaction.apply(pattern.sample())));
        }
        return rows.table();
    }
}
