package io.lokitempo.mcp.tool;

import io.lokitempo.loki.StoredPattern;
import io.lokitempo.mcp.answer.Answer;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Cell;
import io.lokitempo.mcp.answer.Column;
import io.lokitempo.mcp.answer.Numbers;
import io.lokitempo.mcp.answer.Outcome;
import io.lokitempo.mcp.answer.Table;
import io.lokitempo.mcp.call.Arguments;
import io.lokitempo.mcp.call.Declaration;
import io.lokitempo.mcp.call.Declaration.Effect;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.live.LivePatterns;
import io.lokitempo.mcp.live.LivePatterns.Mined;
import io.lokitempo.mcp.live.LogQuery;
import io.lokitempo.mcp.live.Logs;
import io.lokitempo.mcp.live.MinedPattern;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.redaction.Redaction;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What log lines say in sum: their patterns, and how these differ from an earlier window. */
public final class AnalyzeLogsPattern implements Tool {
    private static final Declaration DECLARATION = Declaration.of(
            "analyze_logs_pattern",
            "Analyze log patterns",
            Effect.READS,
            "Templates of log lines with counts, share, trend, level and sample, over the whole window. "
                    + "mode new, rising and gone compare with an earlier window.",
            """
            "query":{"type":"string","description":"LogQL log query; omitted: service or everything"},
            %s,
            "service":{"type":"string"},
            "mode":{"enum":["top","new","rising","gone"]},
            "compare_to":{"type":"string","description":"previous, yesterday, week or START/END"},
            "pattern_type":{"enum":["auto","precomputed","simple","loki"]},
            "values":{"enum":["none","top"],"description":"top: which values stand at each variable, mined live"}
            """.formatted(Occasion.TIME_RANGE),
            "patterns");

    private static final double RISING = 2;

    private final StoredPatterns counted;
    private final Logs logs;
    private final LivePatterns patterns;
    private final LiveSettings settings;
    private final Redaction redaction;
    private final Clock clock;

    public AnalyzeLogsPattern(
            Findings findings,
            Logs logs,
            LivePatterns patterns,
            LiveSettings settings,
            Redaction redaction,
            Clock clock) {
        this.counted = new StoredPatterns(findings, redaction);
        this.logs = logs;
        this.patterns = patterns;
        this.settings = settings;
        this.redaction = redaction;
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
        String type = arguments.choice("pattern_type", "auto");
        boolean mayBeCounted = !arguments.has("query")
                && !withValues(arguments)
                && (type.equals("auto") || type.equals("precomputed"));
        Optional<Outcome> answer = mayBeCounted ? counted.of(occasion, window) : Optional.empty();
        return answer.orElseGet(() -> live(occasion, type, window, progress));
    }

    private static boolean withValues(Arguments arguments) {
        return arguments.choice("values", "none").equals("top");
    }

    private Outcome live(Occasion occasion, String type, TimeWindow window, Progress progress) {
        Arguments arguments = occasion.arguments();
        LogQuery query = logs.query(
                arguments.text("query", ""), arguments.text("service").orElse(null), null, window, arguments.asCall());
        return type.equals("loki") ? stored(occasion, query, window) : mined(occasion, query, window, progress);
    }

    private Outcome mined(Occasion occasion, LogQuery query, TimeWindow window, Progress progress) {
        Arguments arguments = occasion.arguments();
        String mode = arguments.choice("mode", "top");
        boolean compares = !mode.equals("top") || arguments.has("compare_to");
        Duration left = Duration.between(occasion.now(), progress.deadline())
                .multipliedBy(8)
                .dividedBy(10);
        Instant until = occasion.now().plus(compares ? left.dividedBy(2) : left);
        Mined now = withValues(arguments)
                ? patterns.mineWithValues(query, window, until, progress, arguments.asCall(), redaction::apply)
                : patterns.mine(query, window, until, progress, arguments.asCall());
        List<String> coverage = new ArrayList<>(query.notes());
        coverage.addAll(now.coverage());
        Mined before = null;
        if (compares) {
            TimeWindow earlier = Comparison.window(arguments, window, occasion);
            before = patterns.mine(query, earlier, occasion.now().plus(left), progress, arguments.asCall());
            coverage.add("compared with " + earlier);
            before.coverage().forEach(mark -> coverage.add("earlier window " + mark));
        }
        Answer.Builder answer = Answer.about(
                        occasion.header(arguments.text("service", "log patterns"), window, "live", coverage))
                .fact("ran", query.logql())
                .fact(
                        "lines",
                        Numbers.plain(Math.rint(now.lines())) + ", "
                                + now.patterns().size() + " patterns"
                                + (now.other() > 0 ? ", " + Numbers.plain(now.other()) + " lines in none" : ""));
        if (now.patterns().isEmpty() && (before == null || before.patterns().isEmpty())) {
            logs.whyNothing(query, window).forEach(reason -> answer.fact("empty", reason));
            return answer.next(Call.of("check_environment")).answer();
        }
        return listed(answer, selected(mode, now, before), now.lines(), arguments);
    }

    /** A pattern beside itself in the earlier window; {@code usual} NaN where there is none to compare with. */
    private record Compared(MinedPattern pattern, double count, double usual) {}

    private static List<Compared> selected(String mode, Mined now, @Nullable Mined before) {
        Map<String, Double> usual = new HashMap<>();
        if (before != null) {
            before.patterns().forEach(pattern -> usual.put(pattern.id(), pattern.count()));
        }
        if (mode.equals("gone") && before != null) {
            List<String> living = now.patterns().stream().map(MinedPattern::id).toList();
            return before.patterns().stream()
                    .filter(pattern -> !living.contains(pattern.id()))
                    .map(pattern -> new Compared(pattern, 0, pattern.count()))
                    .toList();
        }
        return now.patterns().stream()
                .map(pattern -> new Compared(
                        pattern, pattern.count(), before == null ? Double.NaN : usual.getOrDefault(pattern.id(), 0.0)))
                .filter(compared -> switch (mode) {
                    case "new" -> compared.usual() == 0;
                    case "rising" -> compared.usual() > 0 && compared.count() >= RISING * compared.usual();
                    default -> true;
                })
                .toList();
    }

    private Outcome listed(Answer.Builder answer, List<Compared> selected, double lines, Arguments arguments) {
        if (selected.isEmpty()) {
            return answer.fact(
                            "empty", "no pattern is " + arguments.text("mode", "top") + " against the earlier window")
                    .next(arguments.asCall().with("mode", "top"))
                    .answer();
        }
        Table.Rows rows = Table.of(
                "patterns",
                Column.name("pattern"),
                Column.name("service"),
                Column.name("level"),
                Column.count("count"),
                Column.percent("share"),
                Column.count("before"),
                Column.time("first"),
                Column.time("last"),
                Column.name("trace"),
                Column.text("text"),
                Column.text("values"),
                Column.text("sample"));
        selected.forEach(compared -> rows.row(row(compared, lines)));
        answer.table(rows.table());
        MinedPattern first = selected.getFirst().pattern();
        first.traces().stream()
                .findFirst()
                .ifPresent(trace -> answer.next(Call.of("get_trace_details").with("trace_id", trace.hex())));
        return answer.next(Call.of("query_logs").with("pattern_id", first.id()).with("service", first.service()))
                .answer();
    }

    private List<Cell> row(Compared compared, double lines) {
        MinedPattern pattern = compared.pattern();
        return List.of(
                Cell.of(pattern.id()),
                Cell.of(pattern.service()),
                Cell.of(
                        pattern.level() == LogLevel.UNKNOWN
                                ? ""
                                : pattern.level().label()),
                Cell.of(Math.rint(compared.count())),
                Cell.of(lines == 0 ? 0 : 100 * compared.count() / lines),
                Cell.of(Math.rint(compared.usual())),
                Cell.of(pattern.firstSeen()),
                Cell.of(pattern.lastSeen()),
                Cell.of(pattern.traces().stream()
                        .reduce((_, newest) -> newest)
                        .map(TraceId::hex)
                        .orElse("")),
                Cell.of(redaction.apply(pattern.template())),
                Cell.of(redaction.apply(ShownValues.of(pattern.parameters()))),
                Cell.of(redaction.apply(pattern.sample())));
    }

    private Outcome stored(Occasion occasion, LogQuery query, TimeWindow window) {
        Answered<List<StoredPattern>> reply = patterns.stored(query, window);
        List<String> coverage = new ArrayList<>(query.notes());
        coverage.add("Loki's own patterns: of about the last 3 h, none under 30 lines, counts do not sum");
        Answer.Builder answer = Answer.about(
                        occasion.header(occasion.arguments().text("service", "log patterns"), window, "live", coverage))
                .fact("ran", query.logql());
        if (reply.value().isEmpty()) {
            return answer.fact("empty", "Loki's pattern ingester has none of these streams")
                    .next(occasion.arguments().asCall().with("pattern_type", "simple"))
                    .answer();
        }
        Table.Rows rows = Table.of("patterns", Column.name("level"), Column.count("count"), Column.text("text"));
        reply.value()
                .forEach(pattern -> rows.row(
                        Cell.of(pattern.level()),
                        Cell.of(pattern.count()),
                        Cell.of(redaction.apply(pattern.pattern()))));
        return answer.table(rows.table()).answer();
    }
}
