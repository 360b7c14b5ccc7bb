package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.LiveMetrics;
import io.lokitempo.mcp.live.LiveMetrics.Measured;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.RequestNumbers;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.live.TraceSample;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.trace.Neighbours;
import io.lokitempo.mcp.trace.Neighbours.Calls;
import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TraceHits.TraceHit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a service's requests fare: rate, errors, durations, operations, neighbours; of all services where none is named. */
public final class GetServiceMetrics implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "get_service_metrics",
            "Service metrics",
            Effect.READS,
            "Rate, error rate and p50/p95/p99/max of a service's own requests, its operations, callers and callees; "
                    + "all services where none is named. Without spans: line rates.",
            """
            "service_name":{"type":"string"},
            %s,
            "operation":{"type":"string"},
            "compare_to":{"type":"string","description":"baseline (this hour of the week, preset), previous, yesterday, week or START/END"},
            "group_by":{"type":"string","description":"attribute such as service.version or http.route"}
            """.formatted(Occasion.TIME_RANGE),
            "window",
            "operations",
            "anomalies",
            "services",
            "callers",
            "callees");

    private static final int SAMPLED_TRACES = 20;
    private static final int SEARCHED_TRACES = 100;

    private final StoredMetrics stored;
    private final LiveMetrics metrics;
    private final Traces traces;
    private final TraceSample sample;
    private final Logs logs;
    private final LiveSettings settings;
    private final Links links;
    private final Clock clock;

    public GetServiceMetrics(
            Findings findings,
            LiveMetrics metrics,
            Traces traces,
            TraceSample sample,
            Logs logs,
            LiveSettings settings,
            Clock clock) {
        this.stored = new StoredMetrics(findings, new Links(settings));
        this.metrics = metrics;
        this.traces = traces;
        this.sample = sample;
        this.logs = logs;
        this.settings = settings;
        this.links = new Links(settings);
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
        TimeWindow window = occasion.window();
        Optional<String> service = arguments.text("service_name");
        return stored(occasion, service, window)
                .orElseGet(() -> service.map(name -> ofService(occasion, name, window))
                        .orElseGet(() -> ofAll(occasion, window)));
    }

    /** From findings where they cover the window; they are kept by operation and version, and by nothing else. */
    private Optional<Outcome> stored(Occasion occasion, Optional<String> service, TimeWindow window) {
        String by = occasion.arguments().text("group_by", "");
        if (!by.isEmpty() && !by.matches("(resource\\.)?service\\.version|name|operation")) {
            return Optional.empty();
        }
        return service.map(name -> stored.ofService(occasion, occasion.service(name), window))
                .orElseGet(() -> stored.ofAll(occasion, window));
    }

    private Outcome ofAll(Occasion occasion, TimeWindow window) {
        Measured measured = metrics.measure(List.of(), "resource.service.name", window);
        Answer.Builder answer = begun(occasion, "services", measured);
        if (measured.all().isEmpty()) {
            traces.whyNothing(List.of(), window).forEach(reason -> answer.fact("empty", reason));
            return answer.next(Call.of("check_environment")).answer();
        }
        Comparator<RequestNumbers> worst =
                Comparator.comparingDouble(RequestNumbers::leastErrorRate).reversed();
        List<RequestNumbers> all = measured.all().stream().sorted(worst).toList();
        return answer.table(MetricTables.requests("services", "service", all, measured.window()))
                .next(Call.of("get_service_metrics")
                        .with("service_name", all.getFirst().name()))
                .answer();
    }

    private Outcome ofService(Occasion occasion, String service, TimeWindow window) {
        Arguments arguments = occasion.arguments();
        SpanConditions conditions = new SpanConditions().service(service);
        arguments.text("operation").ifPresent(conditions::operation);
        Measured all = metrics.measure(conditions.list(), "", window);
        if (all.all().isEmpty()) {
            return withoutSpans(occasion, service, conditions, window);
        }
        String by = arguments.text("group_by").map(GetServiceMetrics::attribute).orElse("name");
        Measured groups = metrics.measure(conditions.list(), by, all.window());
        Answer.Builder answer =
                begun(occasion, Names.shown(service), all).link(links.service(occasion.service(service), all.window()));
        List<RequestNumbers> rows = new ArrayList<>();
        rows.add(named("window", all));
        if (arguments.has("compare_to")) {
            TimeWindow earlier = Comparison.window(arguments, all.window(), occasion);
            Measured before = metrics.measure(conditions.list(), "", earlier);
            answer.fact("compared", earlier.toString());
            if (before.all().isEmpty()) {
                answer.fact("verdict", "no requests in the earlier window to compare with");
            } else {
                rows.add(named("earlier", before));
                answer.fact(
                        "verdict",
                        MetricTables.verdict(
                                rows.get(0), all.window(), rows.get(1), MetricTables.seconds(before.window())));
            }
        }
        answer.table(MetricTables.requests("window", "of", rows, all.window()));
        answer.table(MetricTables.requests(
                "operations", arguments.has("group_by") ? "group" : "operation", groups.all(), all.window()));
        neighbours(answer, service, conditions, all);
        return answer.next(
                        Call.of("search_traces").with("service_name", service).with("tags", Map.of("error", true)))
                .next(Call.of("analyze_logs_pattern").with("service", service))
                .answer();
    }

    private static RequestNumbers named(String name, Measured measured) {
        return measured.all().getFirst().named(name);
    }

    /** {@code service.version} belongs to the resource by OpenTelemetry's conventions; other bare names fit any scope. */
    static String attribute(String name) {
        if (name.startsWith("service.") || name.startsWith("k8s.") || name.startsWith("deployment.")) {
            return "resource." + name;
        }
        return name.matches("(name|kind|status)|(span|resource|event)\\..+|\\..+") ? name : "." + name;
    }

    private void neighbours(Answer.Builder answer, String service, SpanConditions conditions, Measured all) {
        List<String> slow = new ArrayList<>(conditions.list());
        double p50 = all.all().getFirst().p50();
        if (!Double.isNaN(p50)) {
            slow.add("duration>=" + Math.round(p50 * 1e6) + "ns");
        }
        List<TraceHit> slowest = hits(slow, all.window(), SEARCHED_TRACES).stream()
                .sorted(Comparator.comparingLong(TraceHit::durationMillis).reversed())
                .limit(SAMPLED_TRACES)
                .toList();
        List<TraceTree> trees = sample.of(slowest);
        Neighbours times = new Neighbours(service);
        trees.forEach(times::add);
        if (!trees.isEmpty()) {
            answer.fact("time", "%d slow traces: %s".formatted(trees.size(), shares(times.timeShares())));
            slowest.stream()
                    .max(Comparator.comparingLong(TraceHit::durationMillis))
                    .ifPresent(hit ->
                            answer.fact("trace", hit.traceId() + " " + Numbers.millis((double) hit.durationMillis())));
        }
        Neighbours usual = new Neighbours(service);
        sample.of(hits(conditions.list(), all.window(), SAMPLED_TRACES)).forEach(usual::add);
        answer.table(calls("callers", usual.callers())).table(calls("callees", usual.callees()));
    }

    private List<TraceHit> hits(List<String> conditions, TimeWindow window, int limit) {
        return traces.search(TraceQuery.of(conditions), window, limit, 1)
                .value()
                .traces();
    }

    private static String shares(Map<String, Double> shares) {
        return shares.entrySet().stream()
                .limit(5)
                .map(entry -> Names.shown(entry.getKey()) + " " + Math.round(entry.getValue()) + "%")
                .collect(Collectors.joining(", "));
    }

    private static Table calls(String name, List<Calls> calls) {
        Table.Rows rows = Table.of(
                name, Column.name("service"), Column.count("calls"), Column.count("errors"), Column.millis("longest"));
        calls.forEach(each -> rows.row(
                Cell.of(each.service()),
                Cell.of(each.calls()),
                Cell.of(each.errors()),
                Cell.of(each.longestNanos() / 1e6)));
        return rows.table();
    }

    /** What can be said of a service that sends logs alone. */
    private Outcome withoutSpans(Occasion occasion, String service, SpanConditions conditions, TimeWindow window) {
        Answer.Builder answer =
                Answer.about(occasion.header(Names.shown(service), window, "live", List.of("no spans")));
        traces.whyNothing(conditions.list(), window).forEach(reason -> answer.fact("spans", reason));
        LogQuery query =
                logs.query("", service, null, window, occasion.arguments().asCall());
        Map<String, Long> counts = logs.countsByLevel(query, window);
        if (counts.isEmpty()) {
            logs.whyNothing(query, window).forEach(reason -> answer.fact("logs", reason));
            return answer.next(Call.of("get_service_metrics")).answer();
        }
        Table.Rows rows = Table.of("window", Column.name("level"), Column.count("lines"), Column.number("rate"));
        counts.forEach((level, count) ->
                rows.row(Cell.of(level), Cell.of(count), Cell.of(count / MetricTables.seconds(window))));
        return answer.table(rows.table())
                .next(Call.of("analyze_logs_pattern").with("service", service))
                .answer();
    }

    private static Answer.Builder begun(Occasion occasion, String subject, Measured measured) {
        return Answer.about(occasion.header(subject, measured.window(), "live", measured.coverage()))
                .fact("ran", String.join("; ", measured.queries()));
    }
}
