package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.finding.CallTotal;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A service's calls in a window beside what is usual of them. */
final class StoredCalls {
    /** By less than this part a mean wavers from hour to hour; added time is told from it on. */
    private static final double TELLING = 0.1;

    private static final int MOST_PARTS = 5;

    private final ServiceName service;
    private final TimeWindow window;
    private final Comparison.Earlier earlier;
    private final List<CallStats> now;
    private final List<CallStats> before;

    StoredCalls(Findings findings, Scope scope, ServiceName service, TimeWindow window, Comparison.Earlier earlier) {
        this.service = service;
        this.window = window;
        this.earlier = earlier;
        this.now = calls(findings, scope, List.of(window));
        this.before = calls(findings, scope, earlier.windows());
    }

    private List<CallStats> calls(Findings findings, Scope scope, List<TimeWindow> windows) {
        return CallTotal.merged(windows.stream()
                        .flatMap(each -> findings.calls(scope, service, each).found().orElse(List.of()).stream()))
                .stream()
                .map(CallTotal::stats)
                .filter(call -> !call.caller().equals(call.callee()))
                .toList();
    }

    Set<ServiceName> calledServices() {
        return now.stream()
                .filter(call -> call.caller().equals(service))
                .map(CallStats::callee)
                .collect(Collectors.toSet());
    }

    Table callees(AnomaliesNear anomalies) {
        return table("callees", call -> call.caller().equals(service), CallStats::callee, anomalies);
    }

    Table callers(AnomaliesNear anomalies) {
        return table("callers", call -> call.callee().equals(service), CallStats::caller, anomalies);
    }

    private Table table(
            String name, Predicate<CallStats> wanted, Function<CallStats, ServiceName> other, AnomaliesNear anomalies) {
        Map<ServiceName, RequestNumbers> usual = new HashMap<>();
        before.stream().filter(wanted).forEach(call -> usual.put(other.apply(call), StoredNumbers.of("", call)));
        Table.Rows rows = Table.of(
                name,
                Column.name("service"),
                Column.number("rate"),
                Column.count("calls"),
                Column.percent("errors"),
                Column.millis("p50"),
                Column.millis("p95"),
                Column.millis("p99"),
                Column.prose("differs"),
                Column.name("anomaly"));
        now.stream().filter(wanted).forEach(call -> {
            RequestNumbers numbers = StoredNumbers.of("", call);
            Shift shift = new Shift(
                    "",
                    "",
                    numbers,
                    MetricTables.seconds(window),
                    usual.isEmpty() ? numbers : usual.get(other.apply(call)),
                    usual.isEmpty() ? MetricTables.seconds(window) : earlier.seconds());
            rows.row(
                    Cell.of(other.apply(call).value()),
                    Cell.of(numbers.requests() / MetricTables.seconds(window)),
                    Cell.of(numbers.requests()),
                    Cell.of(numbers.errorPercent()),
                    MetricTables.percentile(numbers, .5, numbers.p50()),
                    MetricTables.percentile(numbers, .95, numbers.p95()),
                    MetricTables.percentile(numbers, .99, numbers.p99()),
                    Cell.of(String.join(", ", shift.words())),
                    Cell.of(anomalies.worst(other.apply(call)).map(Anomaly::id).orElse("")));
        });
        return rows.table();
    }

    /**
     * Where the time goes by which a request takes longer than usual: means add up, percentiles do not. Calls made side
     * by side add up to more than the request waited for.
     */
    Optional<String> addedTime(List<OperationTotal> operations, List<OperationTotal> usual) {
        double mean = mean(operations, total -> total.latency().sumNanos());
        double meanBefore = mean(usual, total -> total.latency().sumNanos());
        if (!(mean > meanBefore * (1 + TELLING))) {
            return Optional.empty();
        }
        Map<String, Double> added = new LinkedHashMap<>();
        added.put("self", mean(operations, total -> total.selfNanos()) - mean(usual, total -> total.selfNanos()));
        Set<ServiceName> callees = new HashSet<>();
        List.of(now, before)
                .forEach(calls -> calls.stream()
                        .filter(call -> call.caller().equals(service))
                        .forEach(call -> callees.add(call.callee())));
        callees.forEach(callee -> added.put(
                Names.shown(callee.value()),
                waiting(now, callee) / requests(operations) - waiting(before, callee) / requests(usual)));
        List<String> parts = new ArrayList<>();
        added.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .filter(part -> part.getValue() > (mean - meanBefore) * TELLING)
                .limit(MOST_PARTS)
                .forEach(part -> parts.add(part.getKey() + " +" + Numbers.millis(part.getValue() / 1e6)));
        return Optional.of("mean %s, usual %s: %s"
                .formatted(Numbers.millis(mean / 1e6), Numbers.millis(meanBefore / 1e6), String.join(", ", parts)));
    }

    private static double mean(List<OperationTotal> operations, Function<OperationTotal, Number> nanos) {
        return operations.stream()
                        .mapToDouble(total -> nanos.apply(total).doubleValue())
                        .sum()
                / requests(operations);
    }

    private static double requests(List<OperationTotal> operations) {
        return operations.stream()
                .mapToDouble(total -> (double) total.requests())
                .sum();
    }

    private double waiting(List<CallStats> calls, ServiceName callee) {
        return calls.stream()
                .filter(call -> call.caller().equals(service) && call.callee().equals(callee))
                .mapToDouble(call -> call.latency().sumNanos())
                .sum();
    }
}
