package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Coverage;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A service's metrics from what the analyzer found; empty where it found too little of the window to answer. */
final class StoredMetrics {
    private static final int ANOMALIES = 10;
    private static final int MOST_CHANGES = 5;

    /** So many operations are all shown, whether they differ or not. */
    private static final int FEW = 4;

    private final Findings findings;
    private final Links links;

    StoredMetrics(Findings findings, Links links) {
        this.findings = findings;
        this.links = links;
    }

    Optional<Outcome> ofService(Occasion occasion, ServiceName service, TimeWindow asked) {
        Scope scope = occasion.settings().scope();
        Optional<Coverage> coverage = findings.coverage(scope).found();
        Optional<Analyzed> traces =
                coverage.flatMap(known -> Analyzed.of(known, SourceId.Kind.TRACES, service.value(), asked));
        List<OperationTotal> operations = traces.map(
                        analyzed -> operations(occasion, service, List.of(analyzed.window())))
                .orElse(List.of());
        if (!operations.isEmpty()) {
            return traces.map(analyzed -> requests(occasion, service, coverage.get(), analyzed, operations));
        }
        return coverage.flatMap(known -> Analyzed.of(known, SourceId.Kind.LOGS, service.value(), asked))
                .filter(_ -> !occasion.arguments().has("operation"))
                .flatMap(analyzed -> new StoredLines(findings).of(occasion, service, coverage.get(), analyzed));
    }

    private List<OperationTotal> operations(
            Occasion occasion, @Nullable ServiceName service, List<TimeWindow> windows) {
        Optional<String> operation = occasion.arguments().text("operation");
        return OperationTotal.merged(windows.stream()
                .flatMap(window ->
                        findings
                                .operations(occasion.settings().scope(), service, window)
                                .found()
                                .orElse(List.of())
                                .stream())
                .filter(total -> operation.isEmpty()
                        || operation.get().equals(total.operation().name())));
    }

    private Outcome requests(
            Occasion occasion,
            ServiceName service,
            Coverage coverage,
            Analyzed analyzed,
            List<OperationTotal> operations) {
        TimeWindow window = analyzed.window();
        Comparison.Earlier earlier =
                Comparison.earlier(occasion, window, Comparison.of(coverage, SourceId.Kind.TRACES, ""));
        List<OperationTotal> before = operations(occasion, service, earlier.windows());
        Answer.Builder answer = begun(occasion, service.value(), analyzed, operations);
        RequestNumbers now = StoredNumbers.of("window", operations);
        answer.link(links.service(service, window));
        answer.fact("usual", earlier.words());
        if (before.isEmpty()) {
            answer.fact("verdict", "no requests then to compare with")
                    .table(MetricTables.requests("window", "of", List.of(now), window));
        } else {
            RequestNumbers usual = StoredNumbers.of("usual", before);
            answer.fact("verdict", MetricTables.verdict(now, window, usual, earlier.seconds()))
                    .table(MetricTables.requests("window", "of", now, window, usual, earlier.seconds()));
        }
        AnomaliesNear near = AnomaliesNear.of(findings, occasion, window);
        List<Anomaly> own = near.of(service);
        operations(answer, occasion, operations, before, window, earlier);
        answer.table(AnomalyRows.brief(own));
        StoredCalls calls = new StoredCalls(findings, occasion.settings().scope(), service, window, earlier);
        calls.addedTime(operations, before).ifPresent(added -> answer.fact("added_time", added));
        answer.table(calls.callees(near)).table(calls.callers(near));
        changes(answer, occasion, service, calls, window);
        Optional<Exemplar> worst = findings.worst(
                        occasion.settings().scope(),
                        service,
                        occasion.arguments().text("operation").orElse(null),
                        window)
                .found()
                .flatMap(exemplar -> exemplar);
        worst.ifPresent(exemplar -> answer.fact(
                "trace",
                exemplar.traceId() + " " + Numbers.millis(exemplar.durationNanos() / 1e6)
                        + (exemplar.error() ? " error" : "")));
        return next(answer, service, own, worst).answer();
    }

    private Answer.Builder begun(
            Occasion occasion, String subject, Analyzed analyzed, List<OperationTotal> operations) {
        Sampling poorest = operations.stream()
                .map(OperationTotal::sampling)
                .max(Comparator.naturalOrder())
                .orElse(Sampling.EXACT);
        String sampling = switch (poorest) {
            case EXACT -> "every stored span counted";
            case TOTALS_EXACT -> "rates exact, percentiles from a sample";
            case SAMPLED -> "from a sample of stored spans";
        };
        return Answer.about(occasion.precomputed(Names.shown(subject), analyzed, List.of(sampling)));
    }

    /** Those that deviate from usual; all of them where few, or where they were asked for by a group. */
    private static void operations(
            Answer.Builder answer,
            Occasion occasion,
            List<OperationTotal> operations,
            List<OperationTotal> before,
            TimeWindow window,
            Comparison.Earlier earlier) {
        String asked = occasion.arguments().text("group_by", "");
        boolean version = asked.endsWith("version");
        Map<String, RequestNumbers> now = StoredNumbers.numbers(operations, total -> group(total, version));
        Map<String, RequestNumbers> usual = StoredNumbers.numbers(before, total -> group(total, version));
        Set<String> all = new HashSet<>(now.keySet());
        all.addAll(usual.keySet());
        List<Shift> shifts = all.stream()
                .map(name -> new Shift(
                        "",
                        name,
                        now.get(name),
                        MetricTables.seconds(window),
                        before.isEmpty() ? now.get(name) : usual.get(name),
                        before.isEmpty() ? MetricTables.seconds(window) : earlier.seconds()))
                .sorted(Comparator.comparingDouble(Shift::weight)
                        .thenComparingDouble(Shift::rate)
                        .reversed())
                .toList();
        List<Shift> deviating =
                shifts.stream().filter(shift -> !shift.words().isEmpty()).toList();
        String name = version ? "version" : "operation";
        boolean listsAll = !asked.isEmpty() || shifts.size() <= FEW || before.isEmpty();
        if (!before.isEmpty()) {
            answer.fact(name + "s", deviating.size() + " of " + shifts.size() + " differ from usual");
        }
        answer.table(MetricTables.shifts(name + "s", name, listsAll ? shifts : deviating, window));
    }

    private static String group(OperationTotal total, boolean version) {
        return version ? total.operation().version() : total.operation().name();
    }

    /** Its own and those of what it calls, which it may suffer from. */
    private void changes(
            Answer.Builder answer, Occasion occasion, ServiceName service, StoredCalls calls, TimeWindow window) {
        Set<ServiceName> near = new HashSet<>(calls.calledServices());
        near.add(service);
        List<Change> changes = new Analysis(findings, occasion)
                .changes(window).stream()
                        .filter(change -> near.contains(change.service()))
                        .limit(MOST_CHANGES)
                        .toList();
        answer.fact(
                "changes",
                changes.isEmpty()
                        ? "none of it and of what it calls"
                        : CompareTimeWindows.changes(changes, occasion.times(window)::shown));
    }

    private static Answer.Builder next(
            Answer.Builder answer, ServiceName service, List<Anomaly> anomalies, Optional<Exemplar> worst) {
        anomalies.stream()
                .filter(anomaly -> anomaly.state() == State.OPEN)
                .findFirst()
                .ifPresent(
                        anomaly -> answer.next(Call.of("investigate_incident").with("id", anomaly.id())));
        worst.ifPresent(exemplar -> answer.next(
                Call.of("get_trace_details").with("trace_id", exemplar.traceId().hex())));
        return answer.next(Call.of("analyze_logs_pattern").with("service", service.value()));
    }

    Optional<Outcome> ofAll(Occasion occasion, TimeWindow asked) {
        return findings.coverage(occasion.settings().scope())
                .found()
                .flatMap(coverage -> Analyzed.of(coverage, SourceId.Kind.TRACES, "", asked))
                .flatMap(analyzed -> Optional.of(operations(occasion, null, List.of(analyzed.window())))
                        .filter(operations -> !operations.isEmpty())
                        .map(operations -> services(occasion, analyzed, operations)));
    }

    private Outcome services(Occasion occasion, Analyzed analyzed, List<OperationTotal> operations) {
        List<RequestNumbers> rows = StoredNumbers.numbers(operations, StoredNumbers::service).values().stream()
                .sorted(Comparator.comparingDouble(RequestNumbers::leastErrorRate)
                        .reversed())
                .toList();
        Answer.Builder answer = begun(occasion, "services", analyzed, operations);
        List<Anomaly> open = AnomaliesNear.of(findings, occasion, analyzed.window()).all().stream()
                .filter(anomaly -> anomaly.state() == State.OPEN)
                .limit(ANOMALIES)
                .toList();
        String first = open.isEmpty()
                ? rows.getFirst().name()
                : open.getFirst().service().value();
        if (!open.isEmpty()) {
            answer.fact(
                    "deviating",
                    open.stream()
                            .map(anomaly -> Names.shown(anomaly.service().value()) + " " + anomaly.id())
                            .collect(Collectors.joining(", ")));
        }
        return answer.table(MetricTables.requests("services", "service", rows, analyzed.window()))
                .next(Call.of("get_service_metrics").with("service_name", first))
                .answer();
    }
}
