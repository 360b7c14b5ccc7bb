package io.lokitempo.mcp.tool;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.QueryResult;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Header;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.link.Links;
import io.lokitempo.mcp.live.LineFacts;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.CompactDuration;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** LogQL log and metric queries, and plain text to be found in lines. */
public final class QueryLogs implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "query_logs",
            "Query logs",
            Effect.READS,
            "Lines or metrics from Loki by LogQL; plain text is searched literally; nothing or {} means all. "
                    + "Returns lines with totals by level, or series. For what lines say in sum use analyze_logs_pattern.",
            """
            "query":{"type":"string","description":"LogQL such as {service_name=\\"x\\"} |= \\"timeout\\", or text"},
            %s,
            "limit":{"type":"integer","description":"lines, at most 5000"},
            "direction":{"enum":["backward","forward"]},
            "service":{"type":"string"},
            "level":{"type":"string","description":"error, warn, info, ..."},
            "pattern_id":{"type":"string","description":"pat-... of another answer"},
            "step":{"type":"string","description":"of metric queries: 1m, or none for one value a series"},
            "cursor":{"type":"string"}
            """.formatted(Occasion.TIME_RANGE),
            "lines",
            "series",
            "values");

    private final Logs logs;
    private final LiveSettings settings;
    private final Links links;
    private final Redaction redaction;
    private final Clock clock;

    public QueryLogs(Logs logs, LiveSettings settings, Redaction redaction, Clock clock) {
        this.logs = logs;
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
        TimeWindow window = occasion.window();
        LogQuery query = logs.query(
                arguments.text("query", ""),
                arguments.text("service").orElse(null),
                arguments.parsed("level", QueryLogs::level).orElse(null),
                window,
                arguments.asCall());
        if (arguments.has("pattern_id")) {
            query = logs.ofPattern(query, arguments.text("pattern_id", ""), window, arguments.asCall());
        }
        if (arguments.text("step", "").equals("none")) {
            return values(occasion, query, window);
        }
        return ranged(occasion, query, window);
    }

    private static LogLevel level(String text) {
        LogLevel level = LogLevel.of(text);
        if (level == LogLevel.UNKNOWN && !text.equalsIgnoreCase("unknown")) {
            throw new IllegalArgumentException("fatal, error, warn, info, debug, trace and unknown are accepted");
        }
        return level;
    }

    private Outcome values(Occasion occasion, LogQuery query, TimeWindow window) {
        Answered<QueryResult.Vector> reply =
                logs.instant(query, window, occasion.arguments().asCall());
        Answer.Builder answer = begun(occasion, query, window, reply.warnings());
        if (reply.value().samples().isEmpty()) {
            logs.whyNothing(query, window).forEach(reason -> answer.fact("empty", reason));
        }
        return answer.table(SeriesRows.table(reply.value().samples())).answer();
    }

    private Outcome ranged(Occasion occasion, LogQuery query, TimeWindow window) {
        Arguments arguments = occasion.arguments();
        int limit = arguments.whole("limit", occasion.settings().defaults().logLimit(), 1, LokiClient.MAX_ENTRIES);
        Direction direction =
                arguments.choice("direction", "backward").equals("forward") ? Direction.FORWARD : Direction.BACKWARD;
        Duration step = arguments.parsed("step", QueryLogs::step).orElseGet(() -> SeriesRows.step(window));
        LinePage page = LinePage.of(occasion.cursor().orElse(null), window, limit, direction);
        Answered<QueryResult> reply = logs.run(
                query,
                page.asked(),
                Math.min(page.limit(), LokiClient.MAX_ENTRIES),
                direction,
                step,
                arguments.asCall());
        Answer.Builder answer = begun(occasion, query, window, reply.warnings());
        return switch (reply.value()) {
            case QueryResult.Lines found -> lines(answer, query, window, page, page.unseen(found.lines()), arguments);
            case QueryResult.Matrix matrix -> {
                answer.fact("step", step.toString().substring(2).toLowerCase(java.util.Locale.ROOT));
                yield orWhyNot(answer, query, window, matrix.series().isEmpty())
                        .table(SeriesRows.table(matrix.series(), window, step))
                        .answer();
            }
            case QueryResult.Vector vector ->
                orWhyNot(answer, query, window, vector.samples().isEmpty())
                        .table(SeriesRows.table(vector.samples()))
                        .answer();
        };
    }

    private static Duration step(String text) {
        return CompactDuration.parse(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new IllegalArgumentException("a duration such as 30s or 5m, or none, is accepted"));
    }

    private Outcome lines(
            Answer.Builder answer,
            LogQuery query,
            TimeWindow window,
            LinePage page,
            List<LogLine> lines,
            Arguments arguments) {
        if (lines.isEmpty()) {
            boolean first = !arguments.has("cursor");
            return first
                    ? orWhyNot(answer, query, window, true).answer()
                    : answer.fact("end", "no further lines in this window").answer();
        }
        long total = total(answer, query, window, page, lines, arguments);
        LogRows rows = new LogRows(lines, redaction);
        if (!rows.commonLabels().isEmpty()) {
            answer.fact("labels", rows.commonLabels());
        }
        Call self = arguments.asCall();
        answer.table(rows.table(total)).more(shown -> page.next(lines, shown, self, window));
        lines.stream()
                .flatMap(line -> LineFacts.trace(line).stream())
                .findFirst()
                .ifPresent(trace -> answer.next(Call.of("get_trace_details").with("trace_id", trace.hex())));
        return answer.answer();
    }

    private long total(
            Answer.Builder answer,
            LogQuery query,
            TimeWindow window,
            LinePage page,
            List<LogLine> lines,
            Arguments arguments) {
        if (!arguments.has("cursor") && lines.size() < page.limit()) {
            return lines.size();
        }
        Map<String, Long> counts = logs.countsByLevel(query, window);
        if (counts.isEmpty()) {
            answer.fact("total", "unknown: Loki counts no lines of this query");
            return lines.size();
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        String levels = counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        answer.fact("total", total + " lines in the window: " + levels);
        return total;
    }

    private Answer.Builder orWhyNot(Answer.Builder answer, LogQuery query, TimeWindow window, boolean isEmpty) {
        if (isEmpty) {
            logs.whyNothing(query, window).forEach(reason -> answer.fact("empty", reason));
            answer.next(Call.of("check_environment"));
        }
        return answer;
    }

    private Answer.Builder begun(Occasion occasion, LogQuery query, TimeWindow window, List<String> warnings) {
        List<String> coverage = new ArrayList<>(query.notes());
        warnings.forEach(warning -> coverage.add("partial: " + warning));
        Header header = occasion.header(occasion.arguments().text("service", "logs"), window, "live", coverage);
        return Answer.about(header).fact("ran", query.logql()).link(links.logs(query.logql(), window));
    }
}
