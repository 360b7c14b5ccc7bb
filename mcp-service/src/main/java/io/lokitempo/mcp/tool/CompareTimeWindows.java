package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Change;
import io.lokitempo.finding.SourceId;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.live.LiveMetrics;
import io.lokitempo.mcp.live.LivePatterns;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is different in one stretch of time from another. */
public final class CompareTimeWindows implements Tool {
    private static final int MOST_CHANGES = 5;

    private static final Declaration DECLARATION = Declaration.of(
            "compare_time_windows",
            "Compare time windows",
            Effect.READS,
            "What changed: log patterns new, gone and rising; errors, latency and rate by operation or by an attribute "
                    + "such as service.version. Only what differs by more than chance is listed.",
            """
            %s,
            "compare_to":{"type":"string","description":"baseline (this hour of the week), previous, yesterday, week or START/END"},
            "service":{"type":"string"},
            "group_by":{"type":"string","description":"operation, service.version or another attribute"}
            """.formatted(Occasion.TIME_RANGE),
            "shifts",
            "patterns");

    private final Findings findings;
    private final PatternShifts patterns;
    private final RequestShifts requests;
    private final LiveSettings settings;
    private final Clock clock;

    public CompareTimeWindows(
            Findings findings,
            LiveMetrics metrics,
            Logs logs,
            LivePatterns livePatterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        this.findings = findings;
        this.patterns = new PatternShifts(findings, logs, livePatterns, redaction);
        this.requests = new RequestShifts(findings, metrics);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean answersFromFindings() {
        return true;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        String service = arguments.text("service", "");
        Optional<Coverage> coverage =
                findings.coverage(occasion.settings().scope()).found();
        Optional<Analyzed> spans = analyzed(coverage, SourceId.Kind.TRACES, service, occasion.window());
        Optional<Analyzed> lines = analyzed(coverage, SourceId.Kind.LOGS, service, occasion.window());
        TimeWindow window = spans.or(() -> lines).map(Analyzed::window).orElse(occasion.window());
        SourceId.Kind kind = spans.isPresent() ? SourceId.Kind.TRACES : SourceId.Kind.LOGS;
        Comparison.Earlier earlier = Comparison.earlier(
                occasion,
                window,
                coverage.filter(_ -> spans.isPresent() || lines.isPresent())
                        .map(known -> Comparison.of(known, kind, service))
                        .orElse(Optional::of));
        if (earlier.isEmpty()) {
            throw arguments.refused("compare_to", earlier.words() + "; " + Comparison.FORMS, "previous");
        }

        RequestShifts.Compared shifts = requests.between(occasion, service, spans, window, earlier);
        PatternShifts.Compared kinds = patterns.between(occasion, service, lines, window, earlier, progress);
        List<String> marks = new ArrayList<>(shifts.coverage());
        kinds.coverage().stream().filter(mark -> !marks.contains(mark)).forEach(marks::add);
        String subject = service.isEmpty() ? "changes" : "changes of " + Names.shown(service);
        boolean precomputed = shifts.precomputed() || kinds.precomputed();
        Answer.Builder answer = Answer.about(
                precomputed
                        ? occasion.precomputed(subject, spans.or(() -> lines).orElseThrow(), marks)
                        : occasion.header(subject, window, "live", marks));
        answer.fact("compared", earlier.words());
        kinds.ran().ifPresent(query -> answer.fact("ran", query));
        shifts.ran().ifPresent(query -> answer.fact("ran", query));
        answer.fact("requests", shifts.summary());
        answer.fact("patterns", kinds.summary());
        changes(answer, occasion, service, window);
        answer.table(table(shifts, service.isEmpty())).table(kinds.table());
        kinds.first()
                .ifPresent(id ->
                        answer.next(Call.of("query_logs").with("pattern_id", id).with("limit", 5)));
        shifts.changed().stream()
                .findFirst()
                .map(Shift::service)
                .filter(name -> !name.isEmpty() && !name.equals(service))
                .ifPresent(name -> answer.next(Call.of("get_service_metrics").with("service_name", name)));
        return answer.answer();
    }

    private static Optional<Analyzed> analyzed(
            Optional<Coverage> coverage, SourceId.Kind kind, String service, TimeWindow window) {
        return coverage.flatMap(known -> Analyzed.of(known, kind, service, window));
    }

    private void changes(Answer.Builder answer, Occasion occasion, String service, TimeWindow window) {
        List<Change> changes = findings.changes(
                        occasion.settings().scope(),
                        service.isEmpty() ? null : new ServiceName(service),
                        window,
                        MOST_CHANGES)
                .found()
                .orElse(List.of());
        if (!changes.isEmpty()) {
            answer.fact("changes", changes(changes, occasion.times(window)::shown));
        }
    }

    /** Each with its time and id. */
    static String changes(List<Change> changes, Function<Instant, String> shown) {
        return changes.stream()
                .sorted(Comparator.comparing(Change::at))
                .map(change -> shown.apply(change.at()) + " " + change.id() + " "
                        + Names.shown(change.service().value()) + " " + Names.shown(change.text()))
                .collect(Collectors.joining("; "));
    }

    private static Table table(RequestShifts.Compared compared, boolean withService) {
        Table.Rows rows = Table.of(
                "shifts",
                Column.name("service"),
                Column.name(compared.by()),
                Column.prose("changed"),
                Column.count("requests"),
                Column.percent("errors"),
                Column.percent("errors_before"),
                Column.millis("p95"),
                Column.millis("p95_before"),
                Column.millis("p99"),
                Column.millis("p99_before"));
        compared.changed()
                .forEach(shift -> rows.row(
                        Cell.of(withService ? shift.service() : ""),
                        Cell.of(shift.group()),
                        Cell.of(shift.words().isEmpty() ? "as before" : String.join(", ", shift.words())),
                        shift.now() == null ? Cell.of(0L) : Cell.of(shift.now().requests()),
                        shift.now() == null ? Cell.BLANK : Cell.of(shift.now().errorPercent()),
                        shift.before() == null
                                ? Cell.BLANK
                                : Cell.of(shift.before().errorPercent()),
                        percentile(shift.now(), .95),
                        percentile(shift.before(), .95),
                        percentile(shift.now(), .99),
                        percentile(shift.before(), .99)));
        return rows.table();
    }

    private static Cell percentile(@Nullable RequestNumbers numbers, double quantile) {
        if (numbers == null) {
            return Cell.BLANK;
        }
        return MetricTables.percentile(numbers, quantile, quantile == .95 ? numbers.p95() : numbers.p99());
    }
}
