package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.LineFacts;
import io.lokitempo.mcp.live.LivePatterns;
import io.lokitempo.mcp.live.LivePatterns.Lift;
import io.lokitempo.mcp.live.LivePatterns.Lifted;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.mcp.live.TraceLogs;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.CompactDuration;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.tempo.TraceLookup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Logs and traces together: the lines of one trace, or what the lines of failing and slow traces have that others lack. */
public final class CorrelateLogsAndTraces implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "correlate_logs_and_traces",
            "Correlate logs and traces",
            Effect.READS,
            "With trace_id: its log lines beside its spans. Without: failing and slow traces with their lines, "
                    + "and the log patterns that stand out in them.",
            """
            "trace_id":{"type":"string"},
            "time_window":{"type":"string","description":"with trace_id: padding around the trace (5m); without: 1h, 24h or START/END"},
            "service":{"type":"string"},
            "pattern_id":{"type":"string","description":"traces of its lines"},
            "anomaly_id":{"type":"string","description":"ano-... or inc-...: its traces and time"}
            """,
            "lines",
            "errors",
            "traces",
            "patterns");

    private static final Duration PADDING = Duration.ofMinutes(5);
    private static final int MOST_LINES = 1_000;
    private static final int MOST_TRACES = 30;
    private static final int MOST_ERRORS = 5;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Findings findings;
    private final Traces traces;
    private final TraceLogs traceLogs;
    private final Logs logs;
    private final LivePatterns patterns;
    private final LiveSettings settings;
    private final Links links;
    private final Redaction redaction;
    private final Clock clock;

    public CorrelateLogsAndTraces(
            Findings findings,
            Traces traces,
            TraceLogs traceLogs,
            Logs logs,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        this.findings = findings;
        this.traces = traces;
        this.traceLogs = traceLogs;
        this.logs = logs;
        this.patterns = patterns;
        this.settings = settings;
        this.links = new Links(settings);
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        return arguments
                .parsed("trace_id", TraceId::of)
                .map(id -> ofTrace(occasion, id))
                .orElseGet(() -> ofMany(occasion, progress));
    }

    private Outcome ofTrace(Occasion occasion, TraceId id) {
        List<String> coverage = new ArrayList<>();
        TraceTree tree = tree(id, coverage);
        TimeWindow window = tree == null ? occasion.window("time_window") : padded(occasion.arguments(), tree);
        TraceLogs.Found found = traceLogs.of(List.of(id), services(occasion, tree), window, MOST_LINES);
        if (found.cut()) {
            coverage.add("partial: the first " + MOST_LINES + " lines");
        }
        Answer.Builder answer = Answer.about(occasion.header("trace " + id, window, "live", coverage));
        answer.link(links.trace(id, window));
        found.queries().forEach(query -> answer.fact("ran", query));
        if (tree != null) {
            answer.fact("trace", describe(tree));
        }
        if (found.lines().isEmpty()) {
            answer.fact(
                    "empty",
                    "no line names this trace in its metadata, its labels or its text; do the services log it?");
            return answer.next(Call.of("get_trace_details").with("trace_id", id.hex()))
                    .answer();
        }
        answer.fact(
                "matched",
                found.byMetadata() + " by metadata or label, " + (found.lines().size() - found.byMetadata())
                        + " by text");
        answer.table(lines(found.lines(), tree));
        if (tree != null) {
            answer.table(errors(tree));
        }
        return answer.next(Call.of("get_trace_details").with("trace_id", id.hex()))
                .answer();
    }

    /** Null, and said why, where Tempo cannot give the trace; its lines may still be had. */
    private @Nullable TraceTree tree(TraceId id, List<String> coverage) {
        try {
            if (traces.trace(id, null).value() instanceof TraceLookup.Found found
                    && !found.spans().isEmpty()) {
                return new TraceTree(found.spans());
            }
            coverage.add("Tempo has no such trace");
        } catch (RefusedException e) {
            coverage.add("without Tempo: " + e.refusal().what());
        }
        return null;
    }

    private static TimeWindow padded(Arguments arguments, TraceTree tree) {
        Duration padding =
                arguments.text("time_window").flatMap(CompactDuration::parse).orElse(PADDING);
        return new TimeWindow(
                Nanos.toInstant(tree.startNanos()).minus(padding),
                Nanos.toInstant(tree.endNanos()).plus(padding).plusNanos(1));
    }

    private static Set<String> services(Occasion occasion, @Nullable TraceTree tree) {
        Optional<String> named = occasion.arguments().text("service");
        if (named.isPresent() || tree == null) {
            return named.map(Set::of).orElse(Set.of());
        }
        return tree.ordered().stream().map(span -> span.service().value()).collect(Collectors.toSet());
    }

    private static String describe(TraceTree tree) {
        Span root = tree.roots().getFirst();
        return "%s %s, %d spans, %d errors, %s"
                .formatted(
                        Names.shown(root.service().value()),
                        Names.shown(root.operation()),
                        tree.size(),
                        tree.ordered().stream().filter(Span::isError).count(),
                        Numbers.millis((tree.endNanos() - tree.startNanos()) / 1e6));
    }

    private Table lines(List<LogLine> lines, @Nullable TraceTree tree) {
        Table.Rows rows = Table.of(
                "lines",
                Column.time("time"),
                Column.name("service"),
                Column.name("level"),
                Column.name("operation"),
                Column.text("text"));
        List<String> labels = settings.current().serviceLabels();
        for (LogLine line : lines) {
            LogLevel level = LineFacts.level(line);
            rows.row(
                    Cell.of(line.time()),
                    Cell.of(LineFacts.service(line, labels)),
                    Cell.of(level == LogLevel.UNKNOWN ? "" : level.label()),
                    Cell.of(operation(line, tree)),
                    Cell.of(redaction.apply(line.text())));
        }
        return rows.table();
    }

    private static String operation(LogLine line, @Nullable TraceTree tree) {
        if (tree == null) {
            return "";
        }
        return LineFacts.value(line, "span_id")
                .flatMap(id -> {
                    try {
                        return tree.span(SpanId.of(id));
                    } catch (IllegalArgumentException _) {
                        return Optional.empty();
                    }
                })
                .map(Span::operation)
                .orElse("");
    }

    private Table errors(TraceTree tree) {
        Table.Rows rows = Table.of(
                "errors", Column.name("span"), Column.name("service"), Column.name("operation"), Column.text("text"));
        List<Span> failed = tree.ordered().stream()
                .filter(Span::isError)
                .sorted(Comparator.comparingInt(tree::depth).reversed())
                .toList();
        failed.stream()
                .limit(MOST_ERRORS)
                .forEach(span -> rows.row(
                        Cell.of(span.spanId().hex()),
                        Cell.of(span.service().value()),
                        Cell.of(span.operation()),
                        Cell.of(redaction.apply(span.statusMessage()))));
        return rows.outOf(failed.size());
    }

    private Outcome ofMany(Occasion occasion, Progress progress) {
        Arguments arguments = occasion.arguments();
        if (arguments.has("anomaly_id")) {
            return ofFinding(occasion, progress);
        }
        TimeWindow window = occasion.window("time_window");
        String service = arguments.text("service", "");
        LogQuery query = logs.query("", arguments.text("service").orElse(null), null, window, arguments.asCall());
        Map<TraceId, Shown> shown = arguments.has("pattern_id")
                ? ofPattern(query, arguments.text("pattern_id", ""), window, arguments.asCall())
                : failingAndSlow(service, window);
        String subject = service.isEmpty() ? "logs and traces" : Names.shown(service);
        return together(occasion, progress, subject, service, window, shown);
    }

    /** The traces that an anomaly or the anomalies of an incident name, and the failing and slow ones of its services then. */
    private Outcome ofFinding(Occasion occasion, Progress progress) {
        Arguments arguments = occasion.arguments();
        Case found = new Cases(new Analysis(findings, occasion)).byId("anomaly_id", arguments.text("anomaly_id", ""));
        TimeWindow window = arguments.has("time_window") ? occasion.window("time_window") : lately(found.window());
        Set<String> members = found.services().stream().map(ServiceName::value).collect(Collectors.toSet());
        Map<TraceId, Shown> shown = new LinkedHashMap<>();
        for (Anomaly anomaly : found.members()) {
            anomaly.evidence().traces().stream()
                    .filter(_ -> shown.size() < MOST_TRACES / 2)
                    .forEach(trace -> shown.putIfAbsent(
                            trace,
                            new Shown(
                                    anomaly.id(),
                                    anomaly.service().value(),
                                    anomaly.operation(),
                                    null,
                                    Double.NaN,
                                    members)));
        }
        String service = arguments.text("service", found.cause().value());
        failingAndSlow(service, window).forEach((id, trace) -> {
            if (shown.size() < MOST_TRACES) {
                shown.putIfAbsent(id, trace);
            }
        });
        return together(occasion, progress, found.id() + ", " + Names.shown(service), service, window, shown);
    }

    /** An incident of many hours is told by its last one. */
    private static TimeWindow lately(TimeWindow window) {
        return window.length().compareTo(LONGEST) > 0 ? TimeWindow.before(window.end(), LONGEST) : window;
    }

    private Outcome together(
            Occasion occasion,
            Progress progress,
            String subject,
            String service,
            TimeWindow window,
            Map<TraceId, Shown> shown) {
        Arguments arguments = occasion.arguments();
        Answer.Builder answer = Answer.about(occasion.header(subject, window, "live", List.of()));
        if (shown.isEmpty()) {
            answer.fact("empty", "no failing or slow trace in the window");
            traces.whyNothing(
                            service.isEmpty()
                                    ? List.of()
                                    : new SpanConditions().service(service).list(),
                            window)
                    .forEach(reason -> answer.fact("spans", reason));
            return answer.next(Call.of("analyze_logs_pattern").with("service", service))
                    .answer();
        }
        TraceLogs.Found found = traceLogs.of(shown.keySet(), servicesOf(shown), window, MOST_LINES);
        answer.fact(
                "ran",
                "lines whose metadata, labels or text name one of the %d traces below, of %s"
                        .formatted(
                                shown.size(),
                                TraceLogs.selectorOf(found.queries().getFirst())));
        answer.table(table(shown, found.lines()));
        if (found.lines().isEmpty()) {
            answer.fact("lines", "no log line names one of these traces");
        } else {
            Instant until = occasion.now()
                    .plus(Duration.between(occasion.now(), progress.deadline())
                            .multipliedBy(7)
                            .dividedBy(10));
            LogQuery all = traceLogs.streams(services(found.lines()), window);
            Lifted lifted = patterns.lift(all, window, found.lines(), until, progress, arguments.asCall());
            lifted.all().coverage().forEach(mark -> answer.fact("coverage", mark));
            answer.fact(
                    "lines",
                    "%d of these traces, among %s of %s"
                            .formatted(
                                    found.lines().size(),
                                    Numbers.plain(lifted.all().lines()),
                                    all.logql()));
            answer.table(lifts(lifted.lifts()));
        }
        TraceId first = shown.keySet().iterator().next();
        return answer.next(Call.of("get_trace_details").with("trace_id", first.hex()))
                .answer();
    }

    /** Whose lines may name the traces; none, for all, where it is not known of one of them. */
    private static Set<String> servicesOf(Map<TraceId, Shown> shown) {
        if (shown.values().stream().anyMatch(trace -> trace.services().isEmpty())) {
            return Set.of();
        }
        return shown.values().stream()
                .flatMap(trace -> trace.services().stream())
                .collect(Collectors.toSet());
    }

    private Set<String> services(List<LogLine> lines) {
        List<String> labels = settings.current().serviceLabels();
        return lines.stream().map(line -> LineFacts.service(line, labels)).collect(Collectors.toSet());
    }

    /** A trace and why it is shown. */
    private record Shown(
            String why,
            String service,
            String operation,
            @Nullable Instant start,
            double millis,
            Set<String> services) {
        static Shown of(String why, TraceHit hit) {
            return new Shown(
                    why,
                    hit.rootService(),
                    hit.rootName(),
                    Nanos.toInstant(hit.startNanos()),
                    (double) hit.durationMillis(),
                    hit.services().keySet());
        }
    }

    private Map<TraceId, Shown> failingAndSlow(String service, TimeWindow window) {
        List<String> conditions = service.isEmpty()
                ? List.of()
                : new SpanConditions().service(service).list();
        Map<TraceId, Shown> shown = new LinkedHashMap<>();
        List<String> failing = new ArrayList<>(conditions);
        failing.add("status=error");
        hits(failing, window).forEach(hit -> shown.put(hit.traceId(), Shown.of("failed", hit)));
        List<TraceHit> usual = hits(conditions, window);
        long slow = usual.stream()
                .mapToLong(TraceHit::durationMillis)
                .sorted()
                .skip(usual.size() * 9L / 10)
                .findFirst()
                .orElse(0);
        if (slow > 0) {
            List<String> slower = new ArrayList<>(conditions);
            slower.add("traceDuration>" + slow + "ms");
            hits(slower, window).forEach(hit -> shown.putIfAbsent(hit.traceId(), Shown.of("slow", hit)));
        }
        return shown;
    }

    private List<TraceHit> hits(List<String> conditions, TimeWindow window) {
        return traces.search(TraceQuery.of(conditions), window, MOST_TRACES, 1)
                .value()
                .traces();
    }

    private Map<TraceId, Shown> ofPattern(LogQuery query, String patternId, TimeWindow window, Call self) {
        Map<TraceId, Shown> shown = new LinkedHashMap<>();
        List<String> labels = settings.current().serviceLabels();
        for (LogLine line : logs.newest(logs.ofPattern(query, patternId, window, self), window, MOST_LINES, self)) {
            LineFacts.trace(line)
                    .filter(_ -> shown.size() < MOST_TRACES)
                    .ifPresent(trace -> shown.putIfAbsent(
                            trace,
                            new Shown(
                                    patternId,
                                    LineFacts.service(line, labels),
                                    "",
                                    line.time(),
                                    Double.NaN,
                                    Set.of())));
        }
        return shown;
    }

    private static Table table(Map<TraceId, Shown> shown, List<LogLine> lines) {
        Map<TraceId, Long> counts = lines.stream()
                .flatMap(line -> LineFacts.trace(line).stream())
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        Table.Rows rows = Table.of(
                "traces",
                Column.time("start"),
                Column.name("trace"),
                Column.name("why"),
                Column.name("service"),
                Column.name("operation"),
                Column.millis("duration"),
                Column.count("lines"));
        shown.forEach((id, trace) -> rows.row(
                trace.start() == null ? Cell.BLANK : Cell.of(trace.start()),
                Cell.of(id.hex()),
                Cell.of(trace.why()),
                Cell.of(trace.service()),
                Cell.of(trace.operation()),
                Cell.of(trace.millis()),
                Cell.of(counts.getOrDefault(id, 0L))));
        return rows.table();
    }

    private Table lifts(List<Lift> lifts) {
        Table.Rows rows = Table.of(
                "patterns",
                Column.name("pattern"),
                Column.name("service"),
                Column.name("level"),
                Column.number("lift"),
                Column.count("marked"),
                Column.count("count"),
                Column.text("text"));
        lifts.forEach(lift -> rows.row(
                Cell.of(lift.pattern().id()),
                Cell.of(lift.pattern().service()),
                Cell.of(lift.pattern().level().label()),
                Cell.of(lift.lift()),
                Cell.of(lift.marked()),
                Cell.of(Math.rint(lift.pattern().count())),
                Cell.of(redaction.apply(lift.pattern().template()))));
        return rows.table();
    }
}
