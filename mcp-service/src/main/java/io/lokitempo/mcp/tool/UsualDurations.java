package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Scope;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.live.Traces.Named;
import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long the operations of a trace usually take, to hold its spans against: their p95 of the hour before it, of requests
 * from what was analyzed, of all spans from Tempo where nothing was.
 */
final class UsualDurations {
    private static final Duration BEFORE = Duration.ofHours(1);
    private static final int MOST_SERVICES = 12;

    private final Map<Named, Double> p95Millis;
    private final String source;

    private UsualDurations(Map<Named, Double> p95Millis, String source) {
        this.p95Millis = Map.copyOf(p95Millis);
        this.source = source;
    }

    static UsualDurations of(Findings findings, Traces traces, Scope scope, TraceTree tree, List<Span> shown) {
        TimeWindow before = TimeWindow.before(Nanos.toInstant(tree.startNanos()), BEFORE);
        List<ServiceName> services = shown.stream()
                .map(Span::service)
                .distinct()
                .limit(MOST_SERVICES)
                .toList();
        Map<Named, Double> stored = new HashMap<>();
        for (ServiceName service : services) {
            List<OperationTotal> totals =
                    findings.operations(scope, service, before).found().orElse(List.of());
            StoredNumbers.numbers(totals, total -> total.operation().name()).forEach((name, numbers) -> {
                if (numbers.bears(.95)) {
                    stored.put(new Named(service.value(), name), numbers.p95());
                }
            });
        }
        if (!stored.isEmpty()) {
            return new UsualDurations(stored, "p95 of the hour before, as analyzed; of requests only");
        }
        return new UsualDurations(
                traces.usualP95(services.stream().map(ServiceName::value).toList(), before),
                "p95 of the hour before by Tempo, from power-of-two buckets");
    }

    OptionalDouble p95(Span span) {
        Double millis = p95Millis.get(new Named(span.service().value(), span.operation()));
        return millis == null ? OptionalDouble.empty() : OptionalDouble.of(millis);
    }

    boolean isEmpty() {
        return p95Millis.isEmpty();
    }

    String source() {
        return source;
    }
}
