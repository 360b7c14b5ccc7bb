package io.lokitempo.mcp.tool;

import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.Traces;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.trace.TraceOutline;
import io.lokitempo.mcp.trace.TraceTree;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.AttributeValue;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.Span;
import io.lokitempo.telemetry.SpanEvent;
import io.lokitempo.telemetry.SpanId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.tempo.TraceLookup;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One trace: its tree, what its length hangs on, what failed; or one of its spans in full. */
public final class GetTraceDetails implements Tool {
    private static final int DEFAULT_SPANS = 40;
    private static final int MOST_SPANS = 500;
    private static final int MOST_ERRORS = 10;

    private static final Declaration DECLARATION = Declaration.of(
            "get_trace_details",
            "Open a trace",
            Effect.READS,
            "Span tree of one trace with self time, critical path and errors; similar siblings are folded. "
                    + "span_id shows one span with all attributes, events and children.",
            """
            "trace_id":{"type":"string"},
            "service":{"type":"string","description":"only its spans"},
            "min_duration":{"type":"string","description":"only spans this long: 10ms"},
            "max_spans":{"type":"integer"},
            "span_id":{"type":"string"}
            """,
            "spans",
            "services",
            "errors",
            "attributes",
            "events");

    private final Traces traces;
    private final Findings findings;
    private final LiveSettings settings;
    private final Links links;
    private final Redaction redaction;
    private final Clock clock;

    public GetTraceDetails(Traces traces, Findings findings, LiveSettings settings, Redaction redaction, Clock clock) {
        this.traces = traces;
        this.findings = findings;
        this.settings = settings;
        this.links = new Links(settings);
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Outcome answer(Arguments arguments, Progress progress) {
        Occasion occasion = Occasion.of(arguments, settings, clock);
        TraceId id = arguments
                .parsed("trace_id", TraceId::of)
                .orElseThrow(() -> arguments.refused("trace_id", "is needed, 1 to 32 hexadecimal digits"));
        Answered<TraceLookup> reply = traces.trace(id, null);
        return switch (reply.value()) {
            case TraceLookup.Absent() -> absent(id);
            case TraceLookup.Found(var spans, boolean partial) when spans.isEmpty() -> absent(id);
            case TraceLookup.Found(var spans, boolean partial) ->
                found(occasion, id, new TraceTree(spans), partial, reply.warnings());
        };
    }

    private static Refusal absent(TraceId id) {
        return new Refusal(
                Category.NOT_FOUND,
                "Tempo has no trace " + id
                        + ": never sent, sampled away, not yet readable (up to 30 s) or past retention",
                "",
                Call.of("correlate_logs_and_traces").with("trace_id", id.hex()),
                true);
    }

    private Outcome found(Occasion occasion, TraceId id, TraceTree tree, boolean partial, List<String> warnings) {
        Arguments arguments = occasion.arguments();
        List<String> coverage = new ArrayList<>();
        warnings.forEach(warning -> coverage.add("partial: " + warning));
        if (partial) {
            coverage.add("partial: Tempo left spans out because the trace is too large");
        }
        if (tree.orphans() > 0) {
            coverage.add(tree.orphans() + " spans name a parent that is missing");
        }
        Instant start = Nanos.toInstant(tree.startNanos());
        Instant end = Nanos.toInstant(Math.max(tree.endNanos(), tree.startNanos() + 1));
        Answer.Builder answer =
                Answer.about(occasion.header("trace " + id, new TimeWindow(start, end), "live", coverage));
        answer.link(links.trace(id, new TimeWindow(start.minusSeconds(60), end.plusSeconds(60))));
        return arguments
                .parsed("span_id", SpanId::of)
                .map(span -> span(answer, tree, span, arguments))
                .orElseGet(() -> overview(answer, tree, arguments));
    }

    private Outcome overview(Answer.Builder answer, TraceTree tree, Arguments arguments) {
        int most = arguments.whole("max_spans", DEFAULT_SPANS, 1, MOST_SPANS);
        long total = tree.endNanos() - tree.startNanos();
        long errors = tree.ordered().stream().filter(Span::isError).count();
        answer.fact("trace", "%d spans, %d errors, %s".formatted(tree.size(), errors, Numbers.millis(total / 1e6)));
        List<TraceOutline.Row> rows = new TraceOutline(tree).rows(most, wanted(arguments));
        if (rows.isEmpty()) {
            answer.fact(
                    "empty",
                    "filtered_out: no span of this trace fits service and min_duration; services are "
                            + tree.ordered().stream()
                                    .map(span -> span.service().value())
                                    .distinct()
                                    .limit(10)
                                    .collect(Collectors.joining(", ")));
        }
        answer.table(spans(answer, tree, rows)).table(services(tree)).table(errors(tree));
        rows.stream()
                .filter(row -> row.count() > 1 || row.errors() > 0)
                .findFirst()
                .ifPresent(row -> answer.next(
                        arguments.asCall().with("span_id", row.span().spanId().hex())));
        return answer.next(Call.of("correlate_logs_and_traces").with("trace_id", arguments.text("trace_id", "")))
                .answer();
    }

    private static Predicate<Span> wanted(Arguments arguments) {
        String service = arguments.text("service", "");
        long least = SearchTraces.duration(arguments, "min_duration")
                .map(Duration::toNanos)
                .orElse(0L);
        return span -> (service.isEmpty() || span.service().value().equals(service)) && span.durationNanos() >= least;
    }

    private Table spans(Answer.Builder answer, TraceTree tree, List<TraceOutline.Row> rows) {
        UsualDurations usual = UsualDurations.of(
                findings,
                traces,
                settings.current().scope(),
                tree,
                rows.stream().map(TraceOutline.Row::span).toList());
        if (!usual.isEmpty()) {
            answer.fact("usual", usual.source());
        }
        Table.Rows table = Table.of(
                "spans",
                Column.count("depth"),
                Column.name("span"),
                Column.name("service"),
                Column.name("operation"),
                Column.name("kind"),
                Column.millis("offset"),
                Column.millis("duration"),
                Column.millis("usual_p95"),
                Column.millis("self"),
                Column.millis("critical"),
                Column.count("count"),
                Column.count("errors"));
        for (TraceOutline.Row row : rows) {
            Span span = row.span();
            table.row(
                    Cell.of(row.depth()),
                    Cell.of(span.spanId().hex()),
                    Cell.of(span.service().value()),
                    Cell.of(span.operation()),
                    Cell.of(span.kind().name().toLowerCase(Locale.ROOT)),
                    millis(span.startNanos() - tree.startNanos()),
                    millis(span.durationNanos()),
                    Cell.of(usual.p95(span).orElse(Double.NaN)),
                    millis(tree.selfNanos(span)),
                    millis(tree.criticalNanos(span)),
                    Cell.of(row.count()),
                    Cell.of(row.errors()));
        }
        return table.outOf(tree.size());
    }

    private record Sum(long spans, long errors, long selfNanos, long criticalNanos) {
        static Sum of(TraceTree tree, Span span) {
            return new Sum(1, span.isError() ? 1 : 0, tree.selfNanos(span), tree.criticalNanos(span));
        }

        Sum plus(Sum other) {
            return new Sum(
                    spans + other.spans,
                    errors + other.errors,
                    selfNanos + other.selfNanos,
                    criticalNanos + other.criticalNanos);
        }
    }

    private static Table services(TraceTree tree) {
        Map<String, Sum> sums = new TreeMap<>();
        tree.ordered().forEach(span -> sums.merge(span.service().value(), Sum.of(tree, span), Sum::plus));
        Table.Rows table = Table.of(
                "services",
                Column.name("service"),
                Column.count("spans"),
                Column.count("errors"),
                Column.millis("self"),
                Column.millis("critical"));
        sums.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Sum> entry) ->
                                entry.getValue().criticalNanos())
                        .reversed())
                .forEach(entry -> table.row(
                        Cell.of(entry.getKey()),
                        Cell.of(entry.getValue().spans()),
                        Cell.of(entry.getValue().errors()),
                        millis(entry.getValue().selfNanos()),
                        millis(entry.getValue().criticalNanos())));
        return table.table();
    }

    /** Failed spans, the deepest first: what failed there made the others fail. */
    private Table errors(TraceTree tree) {
        List<Span> failed = tree.ordered().stream()
                .filter(Span::isError)
                .sorted(Comparator.comparingInt(tree::depth).reversed())
                .toList();
        Table.Rows table = Table.of(
                "errors", Column.name("span"), Column.name("service"), Column.name("operation"), Column.text("text"));
        failed.stream()
                .limit(MOST_ERRORS)
                .forEach(span -> table.row(
                        Cell.of(span.spanId().hex()),
                        Cell.of(span.service().value()),
                        Cell.of(span.operation()),
                        Cell.of(redaction.apply(words(span)))));
        return table.outOf(failed.size());
    }

    private static String words(Span span) {
        List<String> words = new ArrayList<>();
        if (!span.statusMessage().isEmpty()) {
            words.add(span.statusMessage());
        }
        span.events().stream()
                .filter(event -> event.name().equals("exception"))
                .map(event -> text(event, "exception.type") + ": " + text(event, "exception.message"))
                .forEach(words::add);
        return String.join("; ", words);
    }

    private static String text(SpanEvent event, String name) {
        AttributeValue value = event.attributes().get(name);
        return value == null ? "" : value.text();
    }

    private Outcome span(Answer.Builder answer, TraceTree tree, SpanId id, Arguments arguments) {
        Span span = tree.span(id)
                .orElseThrow(() -> arguments.refused("span_id", "is none of this trace's " + tree.size() + " spans"));
        answer.fact("span", span.spanId() + " of " + io.lokitempo.mcp.answer.Names.shown(span.operation()));
        TraceOutline.Row own =
                new TraceOutline.Row(span, tree.depth(span), 1, span.durationNanos(), span.isError() ? 1 : 0);
        List<TraceOutline.Row> rows = new ArrayList<>(List.of(own));
        tree.children(span)
                .forEach(child -> rows.add(new TraceOutline.Row(
                        child, tree.depth(child), 1, child.durationNanos(), child.isError() ? 1 : 0)));
        answer.table(attributes(span))
                .table(events(span))
                .table(spans(answer, tree, rows))
                .table(errors(new TraceTree(List.of(span))));
        tree.parent(span)
                .ifPresent(parent -> answer.next(
                        arguments.asCall().with("span_id", parent.spanId().hex())));
        return answer.answer();
    }

    private Table attributes(Span span) {
        Table.Rows table = Table.of("attributes", Column.name("scope"), Column.name("name"), Column.text("text"));
        new TreeMap<>(span.attributes())
                .forEach((name, value) ->
                        table.row(Cell.of("span"), Cell.of(name), Cell.of(redaction.apply(value.text()))));
        new TreeMap<>(span.resource())
                .forEach((name, value) ->
                        table.row(Cell.of("resource"), Cell.of(name), Cell.of(redaction.apply(value.text()))));
        return table.table();
    }

    private Table events(Span span) {
        Table.Rows table = Table.of("events", Column.time("time"), Column.name("event"), Column.text("attributes"));
        span.events()
                .forEach(event -> table.row(
                        Cell.of(Nanos.toInstant(event.timeNanos())),
                        Cell.of(event.name()),
                        Cell.of(redaction.apply(new TreeMap<>(event.attributes())
                                .entrySet().stream()
                                        .map(entry -> entry.getKey() + "="
                                                + entry.getValue().text())
                                        .collect(Collectors.joining(" "))))));
        return table.table();
    }

    private static Cell millis(long nanos) {
        return Cell.of(nanos / 1e6);
    }
}
