package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Names;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Cursor;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.SpanConditions;
import io.lokitempo.mcp.live.TraceQuery;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.CompactDuration;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.tempo.TraceHits;
import io.lokitempo.tempo.TraceHits.ServiceStats;
import io.lokitempo.tempo.TraceHits.TraceHit;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Traces by what their spans are like. */
public final class SearchTraces implements Tool {
    private static final int MOST_TRACES = 1_000;
    private static final int MOST_SERVICES = 20;

    private static final Declaration DECLARATION = Declaration.of(
            "search_traces",
            "Search traces",
            Effect.READS,
            "Traces from Tempo, newest first, by service, operation, tags, duration or own TraceQL. "
                    + "Open one with get_trace_details.",
            """
            "service_name":{"type":"string"},
            "operation_name":{"type":"string","description":"span name"},
            "tags":{"type":"object","description":"{\\"error\\":true,\\"http.status_code\\":\\">=500\\"}, also as JSON text"},
            "min_duration":{"type":"string","description":"100ms; of spans, without service and operation of traces"},
            "max_duration":{"type":"string"},
            %s,
            "limit":{"type":"integer"},
            "query":{"type":"string","description":"TraceQL; the other arguments are added to it"},
            "cursor":{"type":"string"}
            """.formatted(Occasion.TIME_RANGE),
            "traces",
            "services");

    private final Traces traces;
    private final LiveSettings settings;
    private final Links links;
    private final Clock clock;

    public SearchTraces(Traces traces, LiveSettings settings, Clock clock) {
        this.traces = traces;
        this.settings = settings;
        this.links = new Links(settings);
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        TimeWindow window = occasion.window();
        List<String> conditions = conditions(arguments);
        TraceQuery query = arguments
                .text("query")
                .map(own -> new TraceQuery(own).and(conditions))
                .orElseGet(() -> TraceQuery.of(conditions));
        if (query.isMetric()) {
            throw arguments.refused("query", "a TraceQL search is accepted; for numbers use get_service_metrics");
        }
        int limit = arguments.whole("limit", occasion.settings().defaults().traceLimit(), 1, MOST_TRACES);
        Cursor cursor = occasion.cursor().orElse(null);
        int asked = Math.min(MOST_TRACES, limit + (cursor == null ? 0 : cursor.skip()));
        Answered<TraceHits> reply = traces.search(query, until(window, cursor), asked, 3);
        return answer(occasion, query, conditions, window, cursor, reply);
    }

    private static List<String> conditions(Arguments arguments) {
        SpanConditions conditions = new SpanConditions();
        arguments.text("service_name").ifPresent(conditions::service);
        arguments.text("operation_name").ifPresent(conditions::operation);
        String duration =
                arguments.has("service_name") || arguments.has("operation_name") ? "duration" : "traceDuration";
        duration(arguments, "min_duration").ifPresent(least -> conditions.duration(duration, ">=", least));
        duration(arguments, "max_duration").ifPresent(most -> conditions.duration(duration, "<=", most));
        try {
            return conditions.tags(arguments.object("tags")).list();
        } catch (IllegalArgumentException e) {
            throw arguments.refused("tags", String.valueOf(e.getMessage()));
        }
    }

    static java.util.Optional<Duration> duration(Arguments arguments, String name) {
        return arguments.parsed(
                name,
                text -> CompactDuration.parse(text)
                        .orElseThrow(
                                () -> new IllegalArgumentException("a duration such as 100ms, 1s or 2m is accepted")));
    }

    private static TimeWindow until(TimeWindow window, @Nullable Cursor cursor) {
        return cursor == null
                ? window
                : new TimeWindow(
                        window.start(), Nanos.toInstant(cursor.position()).plusSeconds(1));
    }

    private Outcome answer(
            Occasion occasion,
            TraceQuery query,
            List<String> conditions,
            TimeWindow window,
            @Nullable Cursor cursor,
            Answered<TraceHits> reply) {
        Arguments arguments = occasion.arguments();
        List<TraceHit> hits = reply.value().traces().stream()
                .filter(hit -> cursor == null || hit.startNanos() <= cursor.position())
                .sorted(Comparator.comparingLong(TraceHit::startNanos)
                        .thenComparing(hit -> hit.traceId().hex())
                        .reversed())
                .skip(cursor == null ? 0 : cursor.skip())
                .toList();
        boolean complete = reply.value().complete();
        List<String> coverage = new ArrayList<>();
        reply.warnings().forEach(warning -> coverage.add("partial: " + warning));
        if (!complete) {
            coverage.add("newest found, there are more");
        }
        Answer.Builder answer = Answer.about(
                        occasion.header(arguments.text("service_name", "traces"), window, "live", coverage))
                .fact("ran", query.traceql())
                .link(links.traces(query.traceql(), window));
        if (hits.isEmpty()) {
            return nothing(answer, conditions, window, cursor);
        }
        long total = complete ? hits.size() : total(answer, query, window, hits.size());
        Call self = arguments.asCall();
        answer.table(traces(hits, total)).table(services(hits));
        answer.more(shown -> next(hits, shown, complete, self, window));
        return answer.next(Call.of("get_trace_details")
                        .with("trace_id", worst(hits).traceId().hex()))
                .answer();
    }

    private Outcome nothing(
            Answer.Builder answer, List<String> conditions, TimeWindow window, @Nullable Cursor cursor) {
        if (cursor != null) {
            return answer.fact("end", "no further traces in this window").answer();
        }
        traces.whyNothing(conditions, window).forEach(reason -> answer.fact("empty", reason));
        return answer.next(Call.of("check_environment")).answer();
    }

    private long total(Answer.Builder answer, TraceQuery query, TimeWindow window, int shown) {
        traces.count(query, window)
                .ifPresent(
                        count -> answer.fact("total", count + " spans in the window match (number of traces unknown)"));
        return shown;
    }

    private static Table traces(List<TraceHit> hits, long total) {
        Table.Rows rows = Table.of(
                "traces",
                Column.time("start"),
                Column.name("trace"),
                Column.name("service"),
                Column.name("operation"),
                Column.millis("duration"),
                Column.count("matched"),
                Column.prose("spans"));
        hits.forEach(hit -> rows.row(
                Cell.of(Nanos.toInstant(hit.startNanos())),
                Cell.of(hit.traceId().hex()),
                Cell.of(hit.rootService()),
                Cell.of(hit.rootName()),
                Cell.of((double) hit.durationMillis()),
                Cell.of(hit.matched()),
                Cell.of(counts(hit))));
        return rows.outOf(total);
    }

    /** {@code checkout:12/2,web:3}: spans and, after the slash, errors of each service. */
    private static String counts(TraceHit hit) {
        return new TreeMap<>(hit.services())
                .entrySet().stream()
                        .limit(MOST_SERVICES)
                        .map(entry -> Names.shown(entry.getKey()) + ":"
                                + entry.getValue().spans()
                                + (entry.getValue().errors() > 0
                                        ? "/" + entry.getValue().errors()
                                        : ""))
                        .collect(Collectors.joining(","));
    }

    private static Table services(List<TraceHit> hits) {
        Map<String, ServiceStats> sums = new TreeMap<>();
        Map<String, Integer> traces = new TreeMap<>();
        hits.forEach(hit -> hit.services().forEach((service, stats) -> {
            traces.merge(service, 1, Integer::sum);
            sums.merge(service, stats, (a, b) -> new ServiceStats(a.spans() + b.spans(), a.errors() + b.errors()));
        }));
        Table.Rows rows = Table.of(
                "services",
                Column.name("service"),
                Column.count("traces"),
                Column.count("spans"),
                Column.count("errors"));
        sums.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ServiceStats> entry) ->
                                entry.getValue().errors())
                        .reversed())
                .forEach(entry -> rows.row(
                        Cell.of(entry.getKey()),
                        Cell.of(traces.getOrDefault(entry.getKey(), 0)),
                        Cell.of(entry.getValue().spans()),
                        Cell.of(entry.getValue().errors())));
        return rows.table();
    }

    private static @Nullable Call next(List<TraceHit> hits, int shown, boolean complete, Call self, TimeWindow window) {
        if (shown == 0 || (shown == hits.size() && complete)) {
            return null;
        }
        long position = hits.get(shown - 1).startNanos();
        int same = Math.toIntExact(hits.subList(0, shown).stream()
                .filter(hit -> hit.startNanos() == position)
                .count());
        return self.with("time_range", "")
                .with("cursor", Cursor.of(self, window, position, same).toString());
    }

    /** The trace with most errors, of those the longest. */
    private static TraceHit worst(List<TraceHit> hits) {
        return hits.stream()
                .max(Comparator.comparingInt((TraceHit hit) -> hit.services().values().stream()
                                .mapToInt(ServiceStats::errors)
                                .sum())
                        .thenComparingLong(TraceHit::durationMillis))
                .orElseThrow();
    }
}
