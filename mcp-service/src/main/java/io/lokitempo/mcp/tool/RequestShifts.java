package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.live.LiveMetrics;
import io.lokitempo.mcp.live.LiveMetrics.Measured;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How requests differ between two stretches of time, by operation, by version or by another attribute. */
record RequestShifts(Findings findings, LiveMetrics metrics) {
    /** So many are all shown, since one that is as before tells of one that is not: a version, a zone. */
    private static final int FEW_GROUPS = 4;

    /**
     * @param by what was grouped by, a column's name
     * @param changed most important first; few groups are all in it
     * @param ran the live query, where it was one
     */
    record Compared(
            String by,
            List<Shift> changed,
            String summary,
            boolean precomputed,
            Optional<String> ran,
            List<String> coverage) {}

    private record Group(String service, String name) {}

    Compared between(
            Occasion occasion,
            String service,
            Optional<Analyzed> analyzed,
            TimeWindow window,
            Comparison.Earlier earlier) {
        String by = occasion.arguments().text("group_by", "operation");
        boolean version = by.matches("(resource\\.)?service\\.version|version");
        if (analyzed.isPresent() && (version || by.matches("name|operation"))) {
            Function<OperationTotal, Group> group = total -> new Group(
                    StoredNumbers.service(total),
                    version ? total.operation().version() : total.operation().name());
            Scope scope = occasion.settings().scope();
            Map<Group, RequestNumbers> now = stored(scope, service, List.of(window), group);
            Map<Group, RequestNumbers> before = stored(scope, service, earlier.windows(), group);
            return compared(
                    version ? "version" : "operation", now, window, before, earlier, true, Optional.empty(), List.of());
        }
        try {
            return live(service, window, earlier, version ? "service.version" : by);
        } catch (RefusedException e) {
            return new Compared(
                    "group", List.of(), "not compared: " + e.refusal().what(), false, Optional.empty(), List.of());
        }
    }

    private Map<Group, RequestNumbers> stored(
            Scope scope, String service, List<TimeWindow> windows, Function<OperationTotal, Group> group) {
        ServiceName name = service.isEmpty() ? null : new ServiceName(service);
        List<OperationTotal> totals = OperationTotal.merged(windows.stream()
                .flatMap(window -> findings.operations(scope, name, window).found().orElse(List.of()).stream()));
        Map<Group, RequestNumbers> numbers = new HashMap<>();
        totals.stream()
                .collect(Collectors.groupingBy(group))
                .forEach((key, all) -> numbers.put(key, StoredNumbers.of(key.name(), all)));
        return numbers;
    }

    private Compared live(String service, TimeWindow window, Comparison.Earlier earlier, String by) {
        List<String> conditions = service.isEmpty()
                ? List.of()
                : new SpanConditions().service(service).list();
        boolean ofServices = service.isEmpty() && by.equals("operation");
        String attribute = ofServices
                ? "resource.service.name"
                : by.equals("operation") ? "name" : GetServiceMetrics.attribute(by);
        Measured now = metrics.measure(conditions, attribute, window);
        Measured before = metrics.measure(conditions, attribute, earlier.first());
        return compared(
                ofServices ? "service" : by,
                groups(now, service, ofServices),
                now.window(),
                groups(before, service, ofServices),
                new Comparison.Earlier(earlier.words(), List.of(before.window())),
                false,
                Optional.of(String.join("; ", now.queries())),
                now.coverage());
    }

    private static Map<Group, RequestNumbers> groups(Measured measured, String service, boolean ofServices) {
        Map<Group, RequestNumbers> groups = new HashMap<>();
        measured.all()
                .forEach(numbers -> groups.put(
                        ofServices ? new Group(numbers.name(), "") : new Group(service, numbers.name()), numbers));
        return groups;
    }

    private static Compared compared(
            String by,
            Map<Group, RequestNumbers> now,
            TimeWindow window,
            Map<Group, RequestNumbers> before,
            Comparison.Earlier earlier,
            boolean precomputed,
            Optional<String> ran,
            List<String> coverage) {
        Set<Group> all = new LinkedHashSet<>(now.keySet());
        all.addAll(before.keySet());
        List<Shift> changed = all.stream()
                .map(group -> new Shift(
                        group.service(),
                        group.name(),
                        now.get(group),
                        MetricTables.seconds(window),
                        before.get(group),
                        earlier.seconds()))
                .filter(shift -> all.size() <= FEW_GROUPS || !shift.words().isEmpty())
                .sorted(Comparator.comparingDouble(Shift::weight).reversed())
                .toList();
        String summary = all.isEmpty()
                ? "none in either window"
                : before.isEmpty()
                        ? "none in the earlier window, so that everything is new"
                        : "%d of %d %ss changed"
                                .formatted(
                                        changed.stream()
                                                .filter(shift -> !shift.words().isEmpty())
                                                .count(),
                                        all.size(),
                                        by);
        return new Compared(by, before.isEmpty() ? List.of() : changed, summary, precomputed, ran, coverage);
    }
}
