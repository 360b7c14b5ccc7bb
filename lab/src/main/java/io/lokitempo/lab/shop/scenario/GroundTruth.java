package io.lokitempo.lab.shop.scenario;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.lab.shop.plan.Fault;
import io.lokitempo.lab.shop.plan.Operation;
import io.lokitempo.lab.shop.plan.Service;
import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.plan.Wording;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a detector should say about a scenario: one line of the truth file.
 *
 * @param event {@code begin} or {@code end}
 * @param service the cause
 * @param affected services that suffer with it, nearest first; the cause is not among them
 * @param expected anomalies that must be found; none for quiet changes
 * @param template of the log line that tells, with {@code <*>} for what varies; empty where no line does
 */
public record GroundTruth(
        String event,
        String id,
        ScenarioKind kind,
        boolean quiet,
        String service,
        String operation,
        Instant onset,
        Instant end,
        double magnitude,
        List<String> affected,
        List<Expected> expected,
        String template) {
    /** An anomaly to be found; {@code operation} is empty where the service as a whole deviates. */
    public record Expected(String service, String operation, AnomalyKind kind) {}

    public static GroundTruth of(String event, Scenario scenario, ShopPlan plan) {
        return new GroundTruth(
                event,
                scenario.id(),
                scenario.kind(),
                scenario.kind().isQuiet(),
                scenario.service(),
                scenario.operation(),
                scenario.onset(),
                scenario.end(),
                scenario.magnitude(),
                affected(scenario, plan),
                expected(scenario, plan),
                template(scenario, plan.service(scenario.service())));
    }

    private static List<String> affected(Scenario scenario, ShopPlan plan) {
        String service = scenario.service();
        Stream<String> suffering = switch (scenario.kind()) {
            case LATENCY_TAIL, SLOW_DEPENDENCY -> plan.callersOf(service).stream();
            case TRAFFIC_DROP, TRAFFIC_RAMP -> plan.reachedFrom(service).stream();
            // Whoever fails early asks less of those behind.
            case NEW_ERROR_PATTERN, ERROR_RATE_RISE, BAD_DEPLOYMENT, RETRY_STORM, SILENT_SERVICE ->
                Stream.of(plan.callersOf(service), plan.reachedFrom(service)).flatMap(Collection::stream);
            case LOG_FLOOD, ROLLING_RESTART, BATCH_RUN -> Stream.empty();
        };
        return suffering.distinct().toList();
    }

    /** A dependency without spans can only show at those who call it. */
    private static List<Expected> expected(Scenario scenario, ShopPlan plan) {
        List<String> where = scenario.kind() == ScenarioKind.SLOW_DEPENDENCY
                ? plan.directCallersOf(scenario.service()).stream()
                        .map(Service::name)
                        .toList()
                : List.of(scenario.service());
        return scenario.kind().sign().stream()
                .flatMap(kind -> where.stream().map(service -> new Expected(service, scenario.operation(), kind)))
                .toList();
    }

    private static String template(Scenario scenario, Service service) {
        Wording wording = service.wording();
        if (wording == null) {
            return "";
        }
        return switch (scenario.kind()) {
            case NEW_ERROR_PATTERN, BAD_DEPLOYMENT ->
                wording.novel(scenario.variant()).line().message().wildcard();
            case ERROR_RATE_RISE, RETRY_STORM -> usual(service.operation(scenario.operation()));
            case LOG_FLOOD -> wording.chatter().message().wildcard();
            case LATENCY_TAIL,
                    TRAFFIC_DROP,
                    SILENT_SERVICE,
                    SLOW_DEPENDENCY,
                    ROLLING_RESTART,
                    TRAFFIC_RAMP,
                    BATCH_RUN -> "";
        };
    }

    private static String usual(Operation operation) {
        Fault fault = operation.usual();
        return fault == null ? "" : fault.line().message().wildcard();
    }
}
