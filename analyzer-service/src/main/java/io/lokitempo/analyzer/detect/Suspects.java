package io.lokitempo.analyzer.detect;

import io.lokitempo.analyzer.detect.IncidentMemory.Member;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.ChangeKind;
import io.lokitempo.finding.Incident.Contribution;
import io.lokitempo.finding.Incident.Suspect;
import io.lokitempo.telemetry.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks the services of an incident by how well each explains the others.
 *
 * <p>Trouble travels against the calls: a caller suffers from its callees, so that a service is suspect above all when
 * nothing it calls deviates. Traffic alone travels with them: who is called less, or more, owes it to a caller. To that
 * come who was first, whose own the time is, where errors begin, what is new in its log, and a version first seen at
 * the onset. The weights say in which order these are believed; none of them is a probability.
 *
 * @see <a href="https://doi.org/10.1145/2465529.2465753">Kim, Sumbaly, Shah: Root Cause Detection in a Service-Oriented
 *     Architecture, SIGMETRICS 2013 (the walk along calls)</a>
 */
final class Suspects {
    private static final double UNEXPLAINED = 0.35;
    private static final double FIRST = 0.20;
    private static final double OWN_TIME = 0.20;
    private static final double CHANGED = 0.15;
    private static final double EXPLAINS = 0.10;
    private static final double ERRORS_BEGIN = 0.10;
    private static final double NEW_PATTERN = 0.10;

    private static final int MOST = 5;
    /** A callee found this much later may still be the cause: its own test may have needed a window more. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private static final Duration BEFORE_ONSET = Duration.ofMinutes(15);
    private static final Set<AnomalyKind> TRAFFIC = Set.of(AnomalyKind.TRAFFIC_RISE, AnomalyKind.TRAFFIC_DROP);
    private static final Set<AnomalyKind> MISSING = Set.of(AnomalyKind.SILENCE, AnomalyKind.PATTERN_GONE);
    private static final Set<AnomalyKind> LESS = Set.of(AnomalyKind.TRAFFIC_DROP, AnomalyKind.SILENCE);
    private static final Set<AnomalyKind> FAILING =
            Set.of(AnomalyKind.ERROR_RATE, AnomalyKind.SILENCE, AnomalyKind.NEW_PATTERN, AnomalyKind.RESTART_LOOP);

    private final Map<ServiceName, List<Anomaly>> byService = new LinkedHashMap<>();
    private final Map<ServiceName, Double> selfShares = new LinkedHashMap<>();
    private final CallGraph graph;
    private final List<Change> changes;
    private final Instant onset;

    private Suspects(List<Member> members, CallGraph graph, List<Change> changes) {
        members.forEach(member -> {
            byService.computeIfAbsent(member.service(), _ -> new ArrayList<>()).add(member.anomaly());
            selfShares.merge(member.service(), member.selfShare(), Math::max);
        });
        this.graph = graph;
        this.changes = changes;
        this.onset = members.getFirst().anomaly().onset();
    }

    /** @param members of one incident, in order of onset, at least one */
    static List<Suspect> rank(List<Member> members, CallGraph graph, List<Change> changes) {
        return new Suspects(members, graph, changes).ranked();
    }

    private List<Suspect> ranked() {
        Map<ServiceName, List<Contribution>> reasons = new LinkedHashMap<>();
        byService.keySet().forEach(service -> reasons.put(service, contributions(service)));
        double all = reasons.values().stream().mapToDouble(Suspects::sum).sum();
        return reasons.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Suspect(entry.getKey(), floor(sum(entry.getValue()) / all), entry.getValue()))
                .sorted(Comparator.comparingDouble(Suspect::score).reversed())
                .limit(MOST)
                .toList();
    }

    private List<Contribution> contributions(ServiceName service) {
        List<Contribution> all = new ArrayList<>();
        Anomaly worst = worst(service);
        if (explainedBy(service).isEmpty()) {
            all.add(new Contribution("nothing it depends on deviates", UNEXPLAINED, worst.id()));
        }
        if (!since(service).isAfter(onset)) {
            all.add(new Contribution(
                    "first to deviate", FIRST, of(service).getFirst().id()));
        }
        double own = selfShares.getOrDefault(service, 0.0);
        if (own >= 0.5) {
            all.add(new Contribution(
                    Words.percent(own) + " of its time is its own, not spent waiting for others",
                    OWN_TIME * own,
                    worst.id()));
        }
        change(service)
                .ifPresent(change ->
                        all.add(new Contribution(change.text() + " at the onset", weight(change.kind()), change.id())));
        List<ServiceName> suffering = byService.keySet().stream()
                .filter(other -> !other.equals(service) && causeOf(other).equals(service))
                .toList();
        if (!suffering.isEmpty()) {
            all.add(new Contribution("explains " + names(suffering), EXPLAINS, worst.id()));
        }
        failing(service)
                .filter(_ -> !anyCalleeFails(service))
                .ifPresent(failure -> all.add(new Contribution("failures begin here", ERRORS_BEGIN, failure.id())));
        of(service).stream()
                .filter(anomaly -> anomaly.kind() == AnomalyKind.NEW_PATTERN)
                .findFirst()
                .ifPresent(anomaly -> all.add(new Contribution(
                        "logs what it never logged before",
                        NEW_PATTERN,
                        anomaly.patternId() == null ? anomaly.id() : anomaly.patternId())));
        all.sort(Comparator.comparingDouble(Contribution::weight).reversed());
        return all;
    }

    /** Where a service's trouble comes from in the end; itself where nothing explains it. */
    private ServiceName causeOf(ServiceName service) {
        ServiceName cause = service;
        for (int step = 0; step < byService.size(); step++) {
            cause = explainedBy(cause).orElse(cause);
        }
        return cause;
    }

    /** The service that a service's trouble may come from: the first of them to deviate. */
    private Optional<ServiceName> explainedBy(ServiceName service) {
        boolean trafficOnly = isTrafficOnly(service);
        return byService.keySet().stream()
                .filter(other -> !other.equals(service))
                .filter(other -> trafficOnly
                        ? graph.reaches(other, service) || (graph.reaches(service, other) && !isTrafficOnly(other))
                        : graph.reaches(service, other) && !isTrafficOnly(other))
                // Two that call each other: the earlier one explains the later one.
                .filter(other -> !since(other).isAfter(since(service).plus(SLACK)))
                .filter(other -> !graph.reaches(other, service)
                        || !graph.reaches(service, other)
                        || since(other).isBefore(since(service)))
                .min(Comparator.comparing(this::since));
    }

    private boolean isTrafficOnly(ServiceName service) {
        return of(service).stream()
                .allMatch(anomaly ->
                        TRAFFIC.contains(anomaly.kind()) || (MISSING.contains(anomaly.kind()) && isUnasked(service)));
    }

    /** Whether a service is silent, or does not write what it did, because those who call it have less to ask, and not though they ask. */
    private boolean isUnasked(ServiceName service) {
        return selfShares.getOrDefault(service, 0.0) < 0.5
                && byService.keySet().stream()
                        .filter(caller -> !caller.equals(service) && graph.reaches(caller, service))
                        .filter(caller -> !since(caller).isAfter(since(service).plus(SLACK)))
                        .flatMap(caller -> of(caller).stream())
                        .anyMatch(anomaly -> LESS.contains(anomaly.kind()));
    }

    private Optional<Anomaly> failing(ServiceName service) {
        if (isTrafficOnly(service)) {
            return Optional.empty();
        }
        return of(service).stream()
                .filter(anomaly -> FAILING.contains(anomaly.kind()))
                .findFirst();
    }

    private boolean anyCalleeFails(ServiceName service) {
        return byService.keySet().stream()
                .anyMatch(other -> !other.equals(service)
                        && graph.reaches(service, other)
                        && failing(other).isPresent());
    }

    /** A release is a cause; a start may be a consequence; new calls come of either. */
    private static double weight(ChangeKind kind) {
        return switch (kind) {
            case VERSION, DEPLOYMENT -> CHANGED;
            case RESTART -> CHANGED / 2;
            case OPERATION, CALLEE -> CHANGED / 3;
        };
    }

    private Optional<Change> change(ServiceName service) {
        return changes.stream()
                .filter(change -> change.service().equals(service))
                .filter(change -> !change.at().isBefore(onset.minus(BEFORE_ONSET)))
                .filter(change -> !change.at().isAfter(since(service).plus(SLACK)))
                .max(Comparator.comparingDouble((Change change) -> weight(change.kind()))
                        .thenComparing(Change::at));
    }

    private List<Anomaly> of(ServiceName service) {
        return byService.getOrDefault(service, List.of());
    }

    private Instant since(ServiceName service) {
        return of(service).getFirst().onset();
    }

    private Anomaly worst(ServiceName service) {
        return of(service).stream()
                .max(Comparator.comparing(Anomaly::severity).thenComparingDouble(Anomaly::score))
                .orElseThrow();
    }

    private static double sum(List<Contribution> contributions) {
        return contributions.stream().mapToDouble(Contribution::weight).sum();
    }

    private static double floor(double score) {
        return Math.floor(score * 1_000) / 1_000;
    }

    private static String names(List<ServiceName> services) {
        String first = Words.cut(services.getFirst().value());
        return services.size() == 1 ? first : first + " and " + (services.size() - 1) + " more";
    }
}
