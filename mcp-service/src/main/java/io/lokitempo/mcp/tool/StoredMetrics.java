package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.CallTotal;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.LineTotal;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A service's metrics from what the analyzer found; empty where it found too little of the window to answer. */
final class StoredMetrics {
    private static final int ANOMALIES = 10;
    private static final int SHOWN_ANOMALIES = 3;

    private final Findings findings;

    StoredMetrics(Findings findings) {
        this.findings = findings;
    }

    Optional<Outcome> ofService(Occasion occasion, String name, TimeWindow asked) {
        Scope scope = occasion.settings().scope();
        ServiceName service = new ServiceName(name);
        Optional<Coverage> coverage = findings.coverage(scope).found();
        Optional<Analyzed> traces = coverage.flatMap(known -> Analyzed.of(known, SourceId.Kind.TRACES, name, asked));
        List<OperationTotal> operations = traces
                .flatMap(analyzed ->
                        findings.operations(scope, service, analyzed.window()).found())
                .orElse(List.of())
                .stream()
                .filter(total -> isAsked(total, occasion))
                .toList();
        if (!operations.isEmpty()) {
            return traces.map(analyzed -> requests(occasion, service, analyzed, operations));
        }
        return coverage.flatMap(known -> Analyzed.of(known, SourceId.Kind.LOGS, name, asked))
                .filter(_ -> !occasion.arguments().has("operation"))
                .flatMap(analyzed -> linesOnly(occasion, service, analyzed));
    }

    Optional<Outcome> ofAll(Occasion occasion, TimeWindow asked) {
        Scope scope = occasion.settings().scope();
        return findings.coverage(scope)
                .found()
                .flatMap(coverage -> Analyzed.of(coverage, SourceId.Kind.TRACES, "", asked))
                .flatMap(analyzed -> findings.operations(scope, null, analyzed.window())
                        .found()
                        .filter(operations -> !operations.isEmpty())
                        .map(operations -> services(occasion, analyzed, operations)));
    }

    private static boolean isAsked(OperationTotal total, Occasion occasion) {
        return occasion.arguments()
                .text("operation")
                .map(operation -> operation.equals(total.operation().name()))
                .orElse(true);
    }

    private Outcome requests(
            Occasion occasion, ServiceName service, Analyzed analyzed, List<OperationTotal> operations) {
        TimeWindow window = analyzed.window();
        Answer.Builder answer = begun(occasion, service.value(), analyzed, operations);
        RequestNumbers now = StoredNumbers.of("window", operations);
        TimeWindow earlier = Comparison.window(occasion.arguments(), window, occasion);
        List<OperationTotal> before =
                findings.operations(occasion.settings().scope(), service, earlier).found().orElse(List.of()).stream()
                        .filter(total -> isAsked(total, occasion))
                        .toList();
        if (before.isEmpty()) {
            answer.fact("verdict", "no requests in " + earlier + " to compare with")
                    .table(MetricTables.requests("window", "of", List.of(now), window));
        } else {
            RequestNumbers usual = StoredNumbers.of("earlier", before);
            answer.fact("verdict", MetricTables.verdict(now, window, usual, earlier))
                    .fact("compared", earlier.toString())
                    .table(MetricTables.requests("window", "of", List.of(now, usual), window));
        }
        List<Anomaly> anomalies = anomalies(answer, occasion, service, analyzed);
        String by = occasion.arguments().text("group_by", "operation");
        answer.table(MetricTables.requests(
                by.endsWith("version") ? "versions" : "operations",
                by.endsWith("version") ? "version" : "operation",
                grouped(operations, by.endsWith("version")),
                window));
        neighbours(answer, occasion, service, window);
        worst(operations)
                .ifPresent(exemplar -> answer.fact(
                        "trace",
                        exemplar.traceId() + " " + Numbers.millis(exemplar.durationNanos() / 1e6)
                                + (exemplar.error() ? " error" : "")));
        return next(answer, service, anomalies, worst(operations)).answer();
    }

    private Answer.Builder begun(
            Occasion occasion, String subject, Analyzed analyzed, List<OperationTotal> operations) {
        List<String> marks = new ArrayList<>(analyzed.marks());
        Sampling poorest = operations.stream()
                .map(OperationTotal::sampling)
                .max(Comparator.naturalOrder())
                .orElse(Sampling.EXACT);
        marks.add(
                switch (poorest) {
                    case EXACT -> "every stored span counted";
                    case TOTALS_EXACT -> "rates exact, percentiles from a sample";
                    case SAMPLED -> "from a sample of stored spans";
                });
        return Answer.about(occasion.header(
                Names.shown(subject), analyzed.window(), "precomputed to " + analyzed.through(), marks));
    }

    private static Answer.Builder next(
            Answer.Builder answer, ServiceName service, List<Anomaly> anomalies, Optional<Exemplar> worst) {
        worst.ifPresent(exemplar -> answer.next(
                Call.of("get_trace_details").with("trace_id", exemplar.traceId().hex())));
        anomalies.stream()
                .flatMap(anomaly -> anomaly.evidence().patterns().stream())
                .findFirst()
                .ifPresent(pattern -> answer.next(
                        Call.of("query_logs").with("pattern_id", pattern).with("limit", 5)));
        return answer.next(Call.of("analyze_logs_pattern").with("service", service.value()));
    }

    /** Open ones first; each is said in one line, since it is what the caller came for. */
    private List<Anomaly> anomalies(
            Answer.Builder answer, Occasion occasion, @Nullable ServiceName service, Analyzed analyzed) {
        TimeWindow sinceThen = new TimeWindow(analyzed.window().start(), occasion.now());
        List<Anomaly> anomalies = findings
                .anomalies(occasion.settings().scope(), sinceThen, service, null, null, ANOMALIES)
                .found()
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparing(anomaly -> anomaly.state() != State.OPEN))
                .toList();
        anomalies.stream()
                .limit(SHOWN_ANOMALIES)
                .forEach(anomaly -> answer.fact(
                        "anomaly",
                        "%s %s %s %s since %s: %s"
                                .formatted(
                                        anomaly.id(),
                                        anomaly.state(),
                                        anomaly.severity(),
                                        anomaly.kind(),
                                        anomaly.onset(),
                                        anomaly.reason())));
        if (anomalies.size() > SHOWN_ANOMALIES) {
            answer.fact("anomalies", (anomalies.size() - SHOWN_ANOMALIES) + " more in this window");
        }
        return anomalies;
    }

    private void neighbours(Answer.Builder answer, Occasion occasion, ServiceName service, TimeWindow window) {
        List<CallTotal> calls = findings.calls(occasion.settings().scope(), service, window)
                .found()
                .orElse(List.of());
        answer.table(calls(
                "callers",
                calls.stream()
                        .filter(call -> call.stats().callee().equals(service))
                        .collect(Collectors.toMap(
                                call -> call.stats().caller(), CallTotal::stats, (a, _) -> a, LinkedHashMap::new)),
                window));
        answer.table(calls(
                "callees",
                calls.stream()
                        .filter(call -> call.stats().caller().equals(service)
                                && !call.stats().callee().equals(service))
                        .collect(Collectors.toMap(
                                call -> call.stats().callee(), CallTotal::stats, (a, _) -> a, LinkedHashMap::new)),
                window));
    }

    private static Table calls(String name, Map<ServiceName, CallStats> calls, TimeWindow window) {
        List<RequestNumbers> rows = calls.entrySet().stream()
                .map(entry -> StoredNumbers.of(entry.getKey().value(), entry.getValue()))
                .toList();
        return MetricTables.requests(name, "service", rows, window);
    }

    private Outcome services(Occasion occasion, Analyzed analyzed, List<OperationTotal> operations) {
        Map<String, List<OperationTotal>> byService = operations.stream()
                .collect(Collectors.groupingBy(
                        total -> total.operation().service().value(), LinkedHashMap::new, Collectors.toList()));
        List<RequestNumbers> rows = byService.entrySet().stream()
                .map(entry -> StoredNumbers.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(RequestNumbers::leastErrorRate)
                        .reversed())
                .toList();
        Answer.Builder answer = begun(occasion, "services", analyzed, operations);
        List<Anomaly> anomalies = anomalies(answer, occasion, null, analyzed);
        String first = anomalies.isEmpty()
                ? rows.getFirst().name()
                : anomalies.getFirst().service().value();
        return answer.table(MetricTables.requests("services", "service", rows, analyzed.window()))
                .next(Call.of("get_service_metrics").with("service_name", first))
                .answer();
    }

    /** What can be said of a service that sends logs alone. */
    private Optional<Outcome> linesOnly(Occasion occasion, ServiceName service, Analyzed analyzed) {
        return findings.lines(occasion.settings().scope(), service, analyzed.window())
                .found()
                .flatMap(lines -> lines.stream().findFirst())
                .map(total -> {
                    Answer.Builder answer = begun(occasion, service.value(), analyzed, List.of());
                    answer.fact("spans", "none in this window: line rates only");
                    List<Anomaly> anomalies = anomalies(answer, occasion, service, analyzed);
                    return next(answer.table(lineRates(total, analyzed.window())), service, anomalies, Optional.empty())
                            .answer();
                });
    }

    private static Table lineRates(LineTotal total, TimeWindow window) {
        Table.Rows rows = Table.of("window", Column.name("lines"), Column.count("count"), Column.number("rate"));
        Map.of("all", total.lines(), "error", total.errors(), "warn", total.warnings()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> rows.row(
                        Cell.of(entry.getKey()),
                        Cell.of((long) entry.getValue()),
                        Cell.of(entry.getValue() / MetricTables.seconds(window))));
        return rows.table();
    }

    private static List<RequestNumbers> grouped(List<OperationTotal> operations, boolean byVersion) {
        Map<String, List<OperationTotal>> groups = operations.stream()
                .collect(Collectors.groupingBy(
                        total -> byVersion
                                ? total.operation().version()
                                : total.operation().name(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.entrySet().stream()
                .map(entry -> StoredNumbers.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(RequestNumbers::leastErrorRate)
                        .thenComparingDouble(RequestNumbers::requests)
                        .reversed())
                .toList();
    }

    private static Optional<Exemplar> worst(List<OperationTotal> operations) {
        return operations.stream()
                .flatMap(total -> total.stats().exemplars().stream())
                .max(Comparator.comparing(Exemplar::error).thenComparingLong(Exemplar::durationNanos));
    }
}
