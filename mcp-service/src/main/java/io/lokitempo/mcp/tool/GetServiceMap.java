package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Analyzed;
import io.lokitempo.mcp.finding.CallTotal;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.live.TraceSample;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.trace.CallEdges;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TraceHits.TraceHit;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who calls whom, how often, how long and how well. */
public final class GetServiceMap implements Tool {
    private static final int DEFAULT_DEPTH = 2;
    private static final int MOST_DEPTH = 10;
    private static final int SAMPLED_TRACES = 50;
    private static final int ANOMALIES = 500;

    private static final Declaration DECLARATION = Declaration.of(
            "get_service_map",
            "Service map",
            Effect.READS,
            "Callers and callees of a service, hop by hop, with rates, errors and latencies of the calls and "
                    + "what deviates; the whole map where no service is named.",
            """
            "service":{"type":"string"},
            "depth":{"type":"integer","description":"hops, 2 if not given"},
            "direction":{"enum":["both","callers","callees"]},
            %s
            """.formatted(Occasion.TIME_RANGE),
            "calls");

    private final Findings findings;
    private final Traces traces;
    private final TraceSample sample;
    private final LiveSettings settings;
    private final Clock clock;

    public GetServiceMap(Findings findings, Traces traces, TraceSample sample, LiveSettings settings, Clock clock) {
        this.findings = findings;
        this.traces = traces;
        this.sample = sample;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean answersFromFindings() {
        return true;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        return findings.coverage(occasion.settings().scope())
                .found()
                .flatMap(coverage -> Analyzed.of(coverage, SourceId.Kind.TRACES, "", occasion.window()))
                .flatMap(analyzed -> stored(occasion, analyzed))
                .orElseGet(() -> live(occasion));
    }

    private Optional<Outcome> stored(Occasion occasion, Analyzed analyzed) {
        List<CallStats> calls =
                findings.calls(occasion.settings().scope(), null, analyzed.window()).found().orElse(List.of()).stream()
                        .map(CallTotal::stats)
                        .toList();
        if (calls.isEmpty()) {
            return Optional.empty();
        }
        Answer.Builder answer = Answer.about(occasion.precomputed(subject(occasion), analyzed, List.of()));
        return Optional.of(answered(occasion, answer, calls, analyzed.window(), true));
    }

    private Outcome live(Occasion occasion) {
        TimeWindow window = occasion.window();
        List<String> conditions = occasion.arguments()
                .text("service")
                .map(service -> new SpanConditions().service(service).list())
                .orElse(List.of());
        TraceQuery query = TraceQuery.of(conditions);
        List<TraceHit> hits =
                traces.search(query, window, SAMPLED_TRACES, 1).value().traces();
        CallEdges edges = new CallEdges();
        sample.of(hits).forEach(edges::add);
        Answer.Builder answer = Answer.about(occasion.header(
                        subject(occasion),
                        window,
                        "live",
                        List.of("counted in " + hits.size()
                                + " found traces: no rates, and what is rare may be missing")))
                .fact("ran", query.traceql());
        if (hits.isEmpty()) {
            traces.whyNothing(conditions, window).forEach(reason -> answer.fact("empty", reason));
            return answer.next(Call.of("list_services")).answer();
        }
        return answered(occasion, answer, edges.all(), window, false);
    }

    private static String subject(Occasion occasion) {
        return "calls"
                + occasion.arguments()
                        .text("service")
                        .map(name -> " around " + Names.shown(name))
                        .orElse("");
    }

    private Outcome answered(
            Occasion occasion, Answer.Builder answer, List<CallStats> calls, TimeWindow window, boolean rates) {
        Arguments arguments = occasion.arguments();
        int depth = arguments.whole("depth", DEFAULT_DEPTH, 1, MOST_DEPTH);
        String direction = arguments.choice("direction", "both");
        String service = arguments.text("service", "");
        List<CallHops.Hop> hops = service.isEmpty()
                ? calls.stream().map(call -> new CallHops.Hop(0, call)).toList()
                : new CallHops(calls).around(service, direction, depth);
        if (hops.isEmpty()) {
            boolean known = calls.stream()
                    .anyMatch(call -> call.caller().value().equals(service)
                            || call.callee().value().equals(service));
            return answer.fact(
                            "empty",
                            known
                                    ? "filtered_out: " + Names.shown(service) + " has no " + direction
                                    : "no call from or to " + Names.shown(service)
                                            + " in this window; a service that sends logs alone is on no map")
                    .next(Call.of("list_services"))
                    .answer();
        }
        Map<String, String> open = open(occasion, window);
        Set<String> shown = hops.stream()
                .flatMap(hop -> Stream.of(
                        hop.call().caller().value(), hop.call().callee().value()))
                .collect(Collectors.toSet());
        open.keySet().retainAll(shown);
        if (!open.isEmpty()) {
            answer.fact(
                    "deviating",
                    open.entrySet().stream()
                            .map(entry -> Names.shown(entry.getKey()) + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
        answer.table(table(hops, window, rates));
        open.values().stream()
                .findFirst()
                .ifPresent(id -> answer.next(Call.of("investigate_incident").with("id", id)));
        return answer.next(Call.of("get_service_metrics")
                        .with(
                                "service_name",
                                service.isEmpty()
                                        ? hops.getFirst().call().callee().value()
                                        : service))
                .answer();
    }

    /** The gravest open anomaly of each service that has one, the gravest service first. */
    private Map<String, String> open(Occasion occasion, TimeWindow window) {
        Map<String, String> open = new LinkedHashMap<>();
        for (Anomaly anomaly : findings.anomalies(
                        occasion.settings().scope(), window, null, null, State.OPEN, ANOMALIES)
                .found()
                .orElse(List.of())) {
            open.putIfAbsent(anomaly.service().value(), anomaly.id());
        }
        return open;
    }

    private static Table table(List<CallHops.Hop> hops, TimeWindow window, boolean rates) {
        Table.Rows rows = Table.of(
                "calls",
                Column.name("caller"),
                Column.name("callee"),
                Column.count("hops"),
                Column.number("rate"),
                Column.count("calls"),
                Column.percent("errors"),
                Column.millis("p50"),
                Column.millis("p95"),
                Column.millis("p99"),
                Column.millis("max"));
        for (CallHops.Hop hop : hops) {
            RequestNumbers numbers = StoredNumbers.of("", hop.call());
            rows.row(
                    Cell.of(hop.call().caller().value()),
                    Cell.of(hop.call().callee().value()),
                    hop.distance() == 0 ? Cell.BLANK : Cell.of(hop.distance()),
                    rates ? Cell.of(numbers.requests() / MetricTables.seconds(window)) : Cell.BLANK,
                    Cell.of(numbers.requests()),
                    Cell.of(numbers.errorPercent()),
                    MetricTables.percentile(numbers, .5, numbers.p50()),
                    MetricTables.percentile(numbers, .95, numbers.p95()),
                    MetricTables.percentile(numbers, .99, numbers.p99()),
                    Cell.of(numbers.max()));
        }
        return rows.table();
    }
}
