package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Incident.Contribution;
import io.lokitempo.finding.Incident.Suspect;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.answer.Times;
import io.lokitempo.mcp.finding.CallTotal;
import io.lokitempo.mcp.finding.OperationTotal;
import io.lokitempo.mcp.finding.PatternTotal;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the analyzer's findings say about a case. */
final class CaseEvidence {
    private static final int MOST_SERVICES = 8;
    private static final int MOST_EVENTS = 12;
    private static final int MOST_PATTERNS = 5;
    private static final int MOST_NAMES = 8;

    /** A change weighs more than any anomaly: there are few, and one of them may be the cause. */
    private static final int CHANGE = 100;

    /** Longest look at windows: an incident of days is told by its first hours. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private static final Duration LEAST_BEFORE = Duration.ofHours(1);

    private final Analysis analysis;
    private final Case found;
    private final TimeWindow window;
    private final TimeWindow counted;
    private final TimeWindow countedBefore;
    private final List<Change> changes;
    private final List<ServiceName> services;
    private final Map<String, RequestNumbers> now;
    private final Map<String, RequestNumbers> before;
    private final List<CallTotal> calls;

    CaseEvidence(Analysis analysis, Case found) {
        this.analysis = analysis;
        this.found = found;
        this.window = bounded(found.window());
        this.counted = analysis.tracesOf(window);
        this.countedBefore = analysis.tracesOf(earlier());
        this.changes = changes();
        this.services = found.services().stream().limit(MOST_SERVICES).toList();
        this.now = numbers(counted);
        this.before = numbers(countedBefore);
        this.calls = analysis.findings()
                .callsOf(analysis.scope(), Set.copyOf(services), window)
                .found()
                .orElse(List.of());
    }

    private static TimeWindow bounded(TimeWindow window) {
        return window.length().compareTo(LONGEST) > 0
                ? new TimeWindow(window.start(), window.start().plus(LONGEST))
                : window;
    }

    /** As long before the onset, and an hour at least, since what is usual does not show in some minutes. */
    private TimeWindow earlier() {
        Duration length = window.length().compareTo(LEAST_BEFORE) < 0 ? LEAST_BEFORE : window.length();
        return TimeWindow.before(window.start(), length);
    }

    /** Of each service that had requests, in the order of the services. */
    private Map<String, RequestNumbers> numbers(TimeWindow during) {
        Map<String, List<OperationTotal>> totals = StoredNumbers.grouped(
                analysis.findings()
                        .operationsOf(analysis.scope(), Set.copyOf(services), during)
                        .found()
                        .orElse(List.of()),
                StoredNumbers::service);
        Map<String, RequestNumbers> numbers = new LinkedHashMap<>();
        services.stream()
                .map(ServiceName::value)
                .filter(totals::containsKey)
                .forEach(name -> numbers.put(name, StoredNumbers.of(name, totals.getOrDefault(name, List.of()))));
        return numbers;
    }

    /** Of the services in it, up to its end; those far before its onset left out. */
    private List<Change> changes() {
        Set<ServiceName> services = Set.copyOf(found.services());
        return analysis.changes(found.window()).stream()
                .filter(change -> services.contains(change.service()))
                .sorted(Comparator.comparing(Change::at))
                .toList();
    }

    /** {@code payment 14:05:00 > checkout 14:06:00}. */
    String spread(Times times) {
        Map<ServiceName, Instant> first = new LinkedHashMap<>();
        found.members().forEach(anomaly -> first.putIfAbsent(anomaly.service(), anomaly.onset()));
        return first.entrySet().stream()
                .limit(MOST_NAMES)
                .map(entry -> Names.shown(entry.getKey().value()) + " " + times.shown(entry.getValue()))
                .collect(Collectors.joining(" > ", "", first.size() > MOST_NAMES ? " > ..." : ""));
    }

    Table suspects() {
        Table.Rows rows = Table.of("suspects", Column.name("service"), Column.number("score"), Column.prose("why"));
        found.suspects()
                .forEach(suspect ->
                        rows.row(Cell.of(suspect.service().value()), Cell.of(suspect.score()), Cell.of(why(suspect))));
        return rows.table();
    }

    private static String why(Suspect suspect) {
        return suspect.contributions().stream().map(CaseEvidence::why).collect(Collectors.joining("; "));
    }

    private static String why(Contribution contribution) {
        return contribution.reason() + (contribution.evidence().isEmpty() ? "" : " (" + contribution.evidence() + ")");
    }

    /** Each service's requests since the onset, as far as they were analyzed, beside those before. */
    Table impact() {
        Table.Rows rows = Table.of(
                "impact",
                Column.name("service"),
                Column.count("failed"),
                Column.number("rate"),
                Column.number("rate_before"),
                Column.percent("errors"),
                Column.percent("errors_before"),
                Column.millis("p95"),
                Column.millis("p95_before"),
                Column.millis("p99"),
                Column.millis("p99_before"));
        now.forEach((service, numbers) -> {
            RequestNumbers usual = before.getOrDefault(service, RequestNumbers.none(service));
            rows.row(
                    Cell.of(service),
                    Cell.of(numbers.errors()),
                    Cell.of(numbers.requests() / MetricTables.seconds(counted)),
                    Cell.of(usual.requests() / MetricTables.seconds(countedBefore)),
                    Cell.of(numbers.errorPercent()),
                    Cell.of(usual.errorPercent()),
                    MetricTables.percentile(numbers, .95, numbers.p95()),
                    MetricTables.percentile(usual, .95, usual.p95()),
                    MetricTables.percentile(numbers, .99, numbers.p99()),
                    MetricTables.percentile(usual, .99, usual.p99()));
        });
        return rows.table();
    }

    /** @param weight changes above all, then what is open and grave */
    private record Event(Instant at, String id, String service, String what, int weight) {}

    /** Changes and the gravest anomalies in order of time. */
    Table timeline(Times times) {
        Stream<Event> anomalies = found.members().stream()
                .map(anomaly -> new Event(
                        anomaly.onset(),
                        anomaly.id(),
                        anomaly.service().value(),
                        AnomalyRows.lower(anomaly.severity()) + " " + AnomalyRows.lower(anomaly.kind()) + ": "
                                + AnomalyRows.seen(anomaly) + over(anomaly, times),
                        AnomalyRows.weight(anomaly)));
        Stream<Event> changed = changes.stream()
                .map(change -> new Event(
                        change.at(), change.id(), change.service().value(), "change: " + change.text(), CHANGE));
        List<Event> events = Stream.concat(changed, anomalies)
                .sorted(Comparator.comparingInt(Event::weight).reversed())
                .toList();
        Table.Rows rows = Table.of(
                "timeline", Column.time("time"), Column.name("id"), Column.name("service"), Column.prose("what"));
        events.stream()
                .limit(MOST_EVENTS)
                .sorted(Comparator.comparing(Event::at))
                .forEach(event -> rows.row(
                        Cell.of(event.at()), Cell.of(event.id()), Cell.of(event.service()), Cell.of(event.what())));
        return rows.outOf(events.size());
    }

    private static String over(Anomaly anomaly, Times times) {
        return anomaly.state() == State.OPEN ? "" : " (until " + times.shown(anomaly.lastSeen()) + ")";
    }

    /** What could have been the cause and shows no sign of it. */
    List<String> ruledOut() {
        List<String> ruledOut = new ArrayList<>();
        if (!now.isEmpty() && found.members().stream().noneMatch(InvestigateIncident::isTraffic)) {
            double rate = sum(now, RequestNumbers::requests) / MetricTables.seconds(counted);
            double usual = sum(before, RequestNumbers::requests) / MetricTables.seconds(countedBefore);
            ruledOut.add("traffic: no anomaly of it, " + Numbers.plain(rate) + " requests/s where "
                    + Numbers.plain(usual) + " came before");
        }
        List<String> well = wellNeighbours();
        if (!well.isEmpty()) {
            ruledOut.add("called by them and without an anomaly: " + names(well));
        }
        return ruledOut;
    }

    private static double sum(Map<String, RequestNumbers> numbers, Function<RequestNumbers, Double> value) {
        return numbers.values().stream().mapToDouble(value::apply).sum();
    }

    /** Services that those of the case call and that have no anomaly at the time. */
    private List<String> wellNeighbours() {
        Set<String> ill = analysis
                .findings()
                .anomalies(analysis.scope(), found.window(), null, null, null, 1_000)
                .found()
                .orElse(List.of())
                .stream()
                .map(anomaly -> anomaly.service().value())
                .collect(Collectors.toSet());
        return neighbours(true).stream().filter(callee -> !ill.contains(callee)).toList();
    }

    /** Those outside of the case that call into it, and so may suffer. */
    Optional<String> callers() {
        Set<String> own = found.services().stream().map(ServiceName::value).collect(Collectors.toSet());
        List<String> callers = neighbours(false).stream()
                .filter(caller -> !own.contains(caller))
                .toList();
        return callers.isEmpty() ? Optional.empty() : Optional.of(names(callers));
    }

    private List<String> neighbours(boolean callees) {
        Set<String> neighbours = new LinkedHashSet<>();
        for (ServiceName service : services) {
            calls.stream()
                    .map(CallTotal::stats)
                    .filter(call -> (callees ? call.caller() : call.callee()).equals(service))
                    .map(call -> callees ? call.callee() : call.caller())
                    .filter(other -> !other.equals(ServiceName.UNKNOWN))
                    .forEach(other -> neighbours.add(other.value()));
        }
        return List.copyOf(neighbours);
    }

    private static String names(List<String> names) {
        return names.stream().limit(MOST_NAMES).map(Names::shown).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    /** What the evidence does not tell. */
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        List<Change> beside = found.members().stream()
                .flatMap(anomaly -> Analysis.beside(anomaly, changes).stream())
                .distinct()
                .toList();
        if (beside.isEmpty()) {
            unknown.add("what set it off: no change of these services was seen in the 15 min before");
        } else {
            Change first = beside.getFirst();
            unknown.add("why: " + first.id() + " came at the onset, which is no proof");
        }
        if (now.isEmpty()) {
            unknown.add("impact on requests: these services have no request spans");
        }
        unknown.add("whatever sends neither spans nor logs");
        return unknown;
    }

    /** Those that the anomalies name, the cause's first, then most lines. */
    List<PatternTotal> patterns() {
        Set<String> ids = new LinkedHashSet<>();
        found.members().forEach(anomaly -> {
            if (anomaly.patternId() != null) {
                ids.add(anomaly.patternId());
            }
            ids.addAll(anomaly.evidence().patterns());
        });
        if (ids.isEmpty()) {
            return List.of();
        }
        List<PatternTotal> totals = analysis
                .findings()
                .patternsOf(analysis.scope(), Set.copyOf(services), window, earlier())
                .found()
                .orElse(List.of())
                .stream()
                .filter(total -> ids.contains(total.pattern().id()))
                .toList();
        Comparator<PatternTotal> order = Comparator.comparing(
                        (PatternTotal total) -> total.pattern().service().equals(found.cause()))
                .thenComparing(total -> total.before() == 0)
                .thenComparingLong(PatternTotal::count)
                .reversed()
                .thenComparingInt(total -> services.indexOf(total.pattern().service()));
        return totals.stream().sorted(order).limit(MOST_PATTERNS).toList();
    }

    Table table(List<PatternTotal> patterns, Redaction redaction) {
        Table.Rows rows = Table.of(
                "patterns",
                Column.name("pattern"),
                Column.name("service"),
                Column.name("level"),
                Column.count("lines"),
                Column.count("before"),
                Column.time("first"),
                Column.text("text"));
        for (PatternTotal total : patterns) {
            LogPattern pattern = total.pattern();
            rows.row(
                    Cell.of(pattern.id()),
                    Cell.of(pattern.service().value()),
                    Cell.of(pattern.level().label()),
                    Cell.of(total.count()),
                    Cell.of(total.before()),
                    Cell.of(pattern.firstSeen()),
                    Cell.of(redaction.apply(pattern.template())));
        }
        return rows.table();
    }

    /** One that shows it, of the cause where there is one. */
    Optional<TraceId> trace() {
        Comparator<Anomaly> order = Comparator.comparing(
                        (Anomaly anomaly) -> anomaly.service().equals(found.cause()))
                .thenComparing(Anomaly::severity)
                .thenComparingDouble(Anomaly::score)
                .reversed();
        return found.members().stream()
                .sorted(order)
                .flatMap(anomaly -> anomaly.evidence().traces().stream())
                .findFirst();
    }
}
