package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Ids;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.telemetry.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * With what a service was seen, each in the order of its first sight. What is not among it is a change.
 *
 * @param versions the newest {@value #MOST_VERSIONS} of those that served requests
 * @param operations asked for, at most {@value #MOST_OPERATIONS}; further ones are judged within the whole only
 * @param callers at most {@value #MOST_CALLERS}; further ones are no change
 */
public record FirstSights(List<String> versions, List<String> operations, List<String> callers) {
    public static final FirstSights NONE = new FirstSights(List.of(), List.of(), List.of());

    static final int MOST_VERSIONS = 10;
    static final int MOST_OPERATIONS = 200;
    static final int MOST_CALLERS = 200;

    public FirstSights {
        versions = List.copyOf(versions);
        operations = List.copyOf(operations);
        callers = List.copyOf(callers);
    }

    FirstSights with(ServiceSpans spans) {
        List<String> all = union(versions, versionsOf(spans), Integer.MAX_VALUE);
        return new FirstSights(
                all.subList(Math.max(0, all.size() - MOST_VERSIONS), all.size()),
                union(operations, operationsOf(spans), MOST_OPERATIONS),
                union(callers, callersOf(spans), MOST_CALLERS));
    }

    /** What a window shows for the first time. A callee is its caller's change. */
    List<Change> newIn(ServiceSpans spans) {
        List<Change> changes = new ArrayList<>();
        added(versions, versionsOf(spans), Integer.MAX_VALUE)
                .forEach(version -> changes.add(
                        change(spans, spans.service(), ChangeKind.VERSION, version, "version %s first seen")));
        added(operations, operationsOf(spans), MOST_OPERATIONS)
                .forEach(name -> changes.add(
                        change(spans, spans.service(), ChangeKind.OPERATION, name, "operation %s first seen")));
        added(callers, callersOf(spans), MOST_CALLERS)
                .forEach(caller -> changes.add(calls(spans, new ServiceName(caller))));
        return changes;
    }

    private static Change calls(ServiceSpans spans, ServiceName caller) {
        return change(spans, caller, ChangeKind.CALLEE, spans.service().value(), "first calls %s");
    }

    private static Change change(
            ServiceSpans spans, ServiceName service, ChangeKind kind, String subject, String text) {
        return new Change(
                Ids.change(spans.scope().toString(), service.value(), kind.name(), subject),
                spans.scope(),
                service,
                kind,
                text.formatted(Words.cut(subject)),
                spans.window().start());
    }

    private static List<String> added(List<String> known, List<String> seen, int most) {
        List<String> all = union(known, seen, most);
        return all.subList(known.size(), all.size());
    }

    private static List<String> union(List<String> known, List<String> seen, int most) {
        Set<String> all = new LinkedHashSet<>(known);
        seen.stream().filter(_ -> all.size() < most).forEach(all::add);
        return List.copyOf(all);
    }

    private static List<String> versionsOf(ServiceSpans spans) {
        return of(spans, stats -> stats.operation().version());
    }

    private static List<String> operationsOf(ServiceSpans spans) {
        return of(spans, stats -> stats.operation().name());
    }

    private static List<String> of(ServiceSpans spans, Function<OperationStats, String> part) {
        return spans.operations().stream()
                .filter(stats -> stats.requests() > 0)
                .map(part)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> callersOf(ServiceSpans spans) {
        return spans.calls().stream()
                .filter(call -> call.calls() > 0)
                .map(CallStats::caller)
                .filter(caller -> !caller.equals(ServiceName.UNKNOWN) && !caller.equals(spans.service()))
                .map(ServiceName::value)
                .distinct()
                .toList();
    }
}
