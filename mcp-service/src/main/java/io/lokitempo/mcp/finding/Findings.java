package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.Incident;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.Severity;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.finding.Windows.PatternSum;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/**
 * All that can be asked of the findings of one scope at a time. Every answer is a {@link Reading}: a database that is away
 * is expected, and the tools then answer from Loki and Tempo alone. What many answers need is read once a moment for all of
 * them; what is looked up by its id is read each time.
 */
public class Findings {
    private static final int MOST_SUCCESSIONS = 100;

    private final Database database;
    private final Recent recent;
    private final Windows windows;
    private final Anomalies anomalies;
    private final Incidents incidents;
    private final LogPatterns patterns;
    private final Services services;
    private final Changes changes;

    Findings(
            Database database,
            Recent recent,
            Windows windows,
            Anomalies anomalies,
            Incidents incidents,
            LogPatterns patterns,
            Services services,
            Changes changes) {
        this.database = database;
        this.recent = recent;
        this.windows = windows;
        this.anomalies = anomalies;
        this.incidents = incidents;
        this.patterns = patterns;
        this.services = services;
        this.changes = changes;
    }

    public Reading<Coverage> coverage(Scope scope) {
        return read(() -> windows.coverage(scope), "coverage", scope);
    }

    /** Scopes that have findings, for telling an operator that settings and findings do not fit. */
    public Reading<List<String>> scopes() {
        return database.read(windows::scopes);
    }

    public Reading<List<KnownService>> services(Scope scope) {
        return read(
                () ->
                        services
                                .findByKeyTenantAndKeyBackendOrderByKeyId(
                                        scope.tenant().value(), scope.backend())
                                .stream()
                                .map(ServiceRow::service)
                                .toList(),
                "services",
                scope);
    }

    /** A template by its id; one that was succeeded is returned as it is, with its successor's id. */
    public Reading<Optional<LogPattern>> pattern(Scope scope, String id) {
        return database.read(() -> patterns.findByKey(new FindingKey(scope, id)).map(PatternRow::pattern));
    }

    /**
     * Lines by template in a range, most first; lines of a succeeded template count for its successor.
     *
     * @param service null for all
     * @param before a range to compare with, or null
     */
    public Reading<List<PatternTotal>> patterns(
            Scope scope, @Nullable ServiceName service, TimeWindow range, @Nullable TimeWindow before) {
        return patternsOf(scope, alone(service), range, before);
    }

    /** As above, of several services; of all where {@code services} is null. */
    public Reading<List<PatternTotal>> patternsOf(
            Scope scope, @Nullable Set<ServiceName> services, TimeWindow range, @Nullable TimeWindow before) {
        Reading<List<PatternSum>> sums = sums(scope, services, range);
        Reading<List<PatternSum>> earlier =
                before == null ? new Reading.Read<>(List.of()) : sums(scope, services, before);
        return sums.flatMap(now -> earlier.flatMap(then -> database.read(() -> totals(scope, now, then))));
    }

    private Reading<List<PatternSum>> sums(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return read(() -> windows.patterns(scope, services, range), "patterns", scope, services, range);
    }

    private List<PatternTotal> totals(Scope scope, List<PatternSum> sums, List<PatternSum> earlier) {
        Map<String, LogPattern> known = known(scope, sums, earlier);
        Map<String, PatternSum> now = living(known, sums);
        Map<String, PatternSum> then = living(known, earlier);
        return known.values().stream()
                .filter(pattern -> now.containsKey(pattern.id()) || then.containsKey(pattern.id()))
                .map(pattern -> total(pattern, now.get(pattern.id()), then.get(pattern.id())))
                .sorted(Comparator.comparingLong(PatternTotal::count)
                        .reversed()
                        .thenComparing(total -> total.pattern().id()))
                .toList();
    }

    /** Lines of each service in a range. */
    public Reading<List<LineTotal>> lines(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return read(() -> windows.lines(scope, alone(service), range), "lines", scope, service, range);
    }

    /** Starts of the windows in which a service wrote a line, ascending. */
    public Reading<List<Instant>> activeWindows(Scope scope, ServiceName service, TimeWindow range) {
        return database.read(() -> windows.active(scope, service, range));
    }

    /** Requests by operation in a range, most first. */
    public Reading<List<OperationTotal>> operations(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return operationsOf(scope, alone(service), range);
    }

    /** As above, of several services; of all where {@code services} is null. */
    public Reading<List<OperationTotal>> operationsOf(
            Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return read(() -> windows.operations(scope, services, range), "operations", scope, services, range);
    }

    /**
     * The trace that tells most of a service's requests in a range: one that failed before any that did not, then the slowest.
     *
     * @param operation null for all
     */
    public Reading<Optional<Exemplar>> worst(
            Scope scope, ServiceName service, @Nullable String operation, TimeWindow range) {
        return read(() -> windows.worst(scope, service, operation, range), "worst", scope, service, operation, range);
    }

    /** Calls that a service makes or answers in a range, most first; all calls where {@code service} is null. */
    public Reading<List<CallTotal>> calls(Scope scope, @Nullable ServiceName service, TimeWindow range) {
        return callsOf(scope, alone(service), range);
    }

    /** As above, of several services; all calls where {@code services} is null. */
    public Reading<List<CallTotal>> callsOf(Scope scope, @Nullable Set<ServiceName> services, TimeWindow range) {
        return read(() -> windows.calls(scope, services, range), "calls", scope, services, range);
    }

    private static @Nullable Set<ServiceName> alone(@Nullable ServiceName service) {
        return service == null ? null : Set.of(service);
    }

    public Reading<Optional<Anomaly>> anomaly(Scope scope, String id) {
        return database.read(
                () -> anomalies.findByKey(new FindingKey(scope, id)).map(AnomalyRow::anomaly));
    }

    /** Anomalies that lasted into a range, gravest first; a null narrows nothing. */
    public Reading<List<Anomaly>> anomalies(
            Scope scope,
            TimeWindow range,
            @Nullable ServiceName service,
            @Nullable AnomalyKind kind,
            @Nullable State state,
            int limit) {
        return anomalies(scope, range, service, kind, state, null, limit);
    }

    /** As above, of one severity. */
    public Reading<List<Anomaly>> anomalies(
            Scope scope,
            TimeWindow range,
            @Nullable ServiceName service,
            @Nullable AnomalyKind kind,
            @Nullable State state,
            @Nullable Severity severity,
            int limit) {
        return read(
                () -> anomalies
                        .during(
                                scope.tenant().value(),
                                scope.backend(),
                                range.start(),
                                range.end(),
                                service == null ? null : service.value(),
                                kind,
                                state,
                                severity,
                                Limit.of(limit))
                        .stream()
                        .map(AnomalyRow::anomaly)
                        .toList(),
                "anomalies",
                scope,
                range,
                service,
                kind,
                state,
                severity,
                limit);
    }

    /** Anomalies by their ids, in order of onset; ids that nobody knows are left out. */
    public Reading<List<Anomaly>> anomalies(Scope scope, Collection<String> ids) {
        return database.read(() ->
                anomalies.findByKeyTenantAndKeyBackendAndKeyIdIn(scope.tenant().value(), scope.backend(), ids).stream()
                        .map(AnomalyRow::anomaly)
                        .sorted(Comparator.comparing(Anomaly::onset).thenComparing(Anomaly::id))
                        .toList());
    }

    /** What of the services changed in a range, newest first; a null narrows nothing. */
    public Reading<List<Change>> changes(Scope scope, @Nullable ServiceName service, TimeWindow range, int limit) {
        return read(() -> changes.during(scope, service, range, limit), "changes", scope, service, range, limit);
    }

    /** The incident that an anomaly belongs to; a muted one belongs to none. */
    public Reading<Optional<Incident>> incidentOf(Scope scope, String anomalyId) {
        return database.read(() -> incidents
                .holding(scope.tenant().value(), scope.backend(), anomalyId)
                .map(IncidentRow::incident));
    }

    public Reading<Optional<Incident>> incident(Scope scope, String id) {
        return database.read(
                () -> incidents.findByKey(new FindingKey(scope, id)).map(IncidentRow::incident));
    }

    /** Incidents that lasted into a range: open ones first, gravest first. */
    public Reading<List<Incident>> incidents(Scope scope, TimeWindow range, int limit) {
        return read(
                () ->
                        incidents
                                .during(
                                        scope.tenant().value(),
                                        scope.backend(),
                                        range.start(),
                                        range.end(),
                                        Limit.of(limit))
                                .stream()
                                .map(IncidentRow::incident)
                                .toList(),
                "incidents",
                scope,
                range,
                limit);
    }

    private <T> Reading<T> read(Supplier<T> question, @Nullable Object... key) {
        return recent.read(Arrays.asList(key), () -> database.read(question));
    }

    /** Templates by id: of those with lines, and of those that took their place. */
    private Map<String, LogPattern> known(Scope scope, List<PatternSum> now, List<PatternSum> then) {
        Map<String, LogPattern> known = new HashMap<>();
        Set<String> wanted = new HashSet<>();
        now.forEach(sum -> wanted.add(sum.patternId()));
        then.forEach(sum -> wanted.add(sum.patternId()));
        for (int i = 0; i < MOST_SUCCESSIONS && !wanted.isEmpty(); i++) {
            List<LogPattern> found = windows.templates(scope, wanted);
            found.forEach(pattern -> known.put(pattern.id(), pattern));
            wanted.clear();
            found.stream()
                    .map(LogPattern::successor)
                    .filter(successor -> successor != null && !known.containsKey(successor))
                    .forEach(wanted::add);
        }
        return known;
    }

    private static Map<String, PatternSum> living(Map<String, LogPattern> known, List<PatternSum> sums) {
        Map<String, PatternSum> living = new HashMap<>();
        for (PatternSum sum : sums) {
            living.merge(livingId(known, sum.patternId()), sum, Findings::plus);
        }
        return living;
    }

    /** Follows successions to their end; a bound guards against a circle that should never be. */
    private static String livingId(Map<String, LogPattern> known, String id) {
        String living = id;
        for (int i = 0; i < MOST_SUCCESSIONS; i++) {
            LogPattern pattern = known.get(living);
            if (pattern == null || pattern.successor() == null || !known.containsKey(pattern.successor())) {
                return living;
            }
            living = pattern.successor();
        }
        return living;
    }

    private static PatternSum plus(PatternSum a, PatternSum b) {
        boolean aIsNewer = a.lastWindow().isAfter(b.lastWindow());
        PatternSum newer = aIsNewer ? a : b;
        PatternSum older = aIsNewer ? b : a;
        return new PatternSum(
                newer.patternId(),
                a.count() + b.count(),
                newer.lastWindow(),
                newer.traces().isEmpty() ? older.traces() : newer.traces());
    }

    private static PatternTotal total(LogPattern pattern, @Nullable PatternSum now, @Nullable PatternSum before) {
        Instant lastWindow =
                now != null ? now.lastWindow() : before != null ? before.lastWindow() : pattern.firstSeen();
        List<TraceId> traces = now != null ? now.traces() : List.of();
        return new PatternTotal(
                pattern, now == null ? 0 : now.count(), before == null ? 0 : before.count(), lastWindow, traces);
    }
}
