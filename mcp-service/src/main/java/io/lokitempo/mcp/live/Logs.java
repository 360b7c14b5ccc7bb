package io.lokitempo.mcp.live;

import io.lokitempo.loki.Direction;
import io.lokitempo.loki.LokiClient;
import io.lokitempo.loki.QueryResult;
import io.lokitempo.loki.RangeQuery;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.answer.Refusal;
import io.lokitempo.mcp.answer.Refusal.Category;
import io.lokitempo.mcp.answer.RefusedException;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Log lines and their metrics, straight from Loki. */
public final class Logs {
    private final Backends backends;
    private final KnownPatterns known;
    private final LiveSettings settings;

    public Logs(Backends backends, KnownPatterns known, LiveSettings settings) {
        this.backends = backends;
        this.known = known;
        this.settings = settings;
    }

    /**
     * The query to run for what was sent.
     *
     * @param service whose lines alone are wanted, or null
     * @param level whose lines alone are wanted, or null
     * @throws RefusedException where the service contradicts the query
     */
    public LogQuery query(
            String sent, @Nullable String service, @Nullable LogLevel level, TimeWindow window, Call self) {
        ServiceLabels labels = labels();
        LogQuery query = LogQuery.of(sent, labels.everything(window));
        if (service != null) {
            StreamMatcher matcher = labels.of(service, window)
                    .orElseGet(() -> StreamMatcher.equal(labels.candidates().getFirst(), service));
            Optional<StreamMatcher> other = query.contradiction(matcher);
            if (other.isPresent()) {
                throw new RefusedException(new Refusal(
                        Category.INVALID_ARGUMENT,
                        "service " + service + " contradicts " + other.get() + " of the query: no line fits both",
                        self.toString(),
                        self.with("service", ""),
                        false));
            }
            query = query.and(matcher);
        }
        return level == null ? query : query.at(level);
    }

    /**
     * The query narrowed to the lines of a pattern.
     *
     * @throws RefusedException where nobody knows the pattern
     */
    public LogQuery ofPattern(LogQuery query, String patternId, TimeWindow window, Call self) {
        KnownPatterns.Known pattern = known.find(patternId)
                .orElseThrow(() -> new RefusedException(new Refusal(
                        Category.NOT_FOUND,
                        "pattern " + patternId + " is known neither to the analyzer nor from an answer of this process",
                        self.toString(),
                        Call.of("analyze_logs_pattern"),
                        false)));
        LogQuery narrowed = labels().of(pattern.service(), window)
                .filter(matcher -> query.contradiction(matcher).isEmpty())
                .map(query::and)
                .orElse(query);
        String filter = PatternFilter.of(pattern.template());
        return filter.isEmpty() ? narrowed : narrowed.then(filter);
    }

    /** Runs a log or metric query after its cost was checked. */
    public Answered<QueryResult> run(
            LogQuery query, TimeWindow window, int limit, Direction direction, Duration step, Call self) {
        guard(query, window, self);
        return Replies.answered(
                loki().query(new RangeQuery(
                        query.logql(), window.startNanos(), window.endNanos(), limit, direction, step)),
                "Loki",
                query.logql());
    }

    /** The newest lines of a log query, within the budget. */
    public List<LogLine> newest(LogQuery query, TimeWindow window, int limit, Call self) {
        guard(query, window, self);
        RangeQuery range =
                RangeQuery.logs(query.logql(), window.startNanos(), window.endNanos(), limit, Direction.BACKWARD);
        return Replies.value(loki().lines(range), "Loki", query.logql()).lines();
    }

    /** One value a series, at the window's end. */
    public Answered<QueryResult.Vector> instant(LogQuery query, TimeWindow window, Call self) {
        guard(query, window, self);
        return Replies.answered(loki().instant(query.logql(), window.end()), "Loki", query.logql());
    }

    /** @throws RefusedException where the query reads more than the budget allows */
    void guard(LogQuery query, TimeWindow window, Call self) {
        if (!query.isPlain()) {
            new QueryGuard(loki(), settings.current().lokiByteBudget()).check(query, window, self);
        }
    }

    /**
     * Lines that a log query matches in the whole window by level, empty where Loki cannot count them: a range vector
     * covers {@code (start, end]} and the lines of a window are {@code [start, end)}, so it is asked a nanosecond early.
     */
    public Map<String, Long> countsByLevel(LogQuery query, TimeWindow window) {
        String range = Math.max(1, window.length().toMillis()) + "ms";
        String count = "sum by (detected_level, level) (count_over_time(%s [%s]))".formatted(query.logql(), range);
        Map<String, Long> counts = new TreeMap<>();
        loki().instant(count, window.end().minusNanos(1))
                .answered()
                .ifPresent(vector -> vector.samples().forEach(sample -> {
                    String level = sample.labels()
                            .getOrDefault("detected_level", sample.labels().getOrDefault("level", "unknown"));
                    counts.merge(level, Math.round(sample.value()), Long::sum);
                }));
        return counts;
    }

    /**
     * Lines by service.
     *
     * @param query that counted them; empty where it would have read too much and was not run
     */
    public record Counted(Map<String, Double> lines, Map<String, Double> errors, String query) {}

    /** Names of services with streams in the window. */
    public List<String> services(TimeWindow window) {
        return labels().names(window);
    }

    /** Lines of each service, where counting them is within the byte budget. */
    public Counted countByService(TimeWindow window) {
        StreamMatcher everything = labels().everything(window);
        String selector = StreamSelector.text(List.of(everything));
        if (new QueryGuard(loki(), settings.current().lokiByteBudget()).bytes(selector, window)
                > settings.current().lokiByteBudget()) {
            return new Counted(Map.of(), Map.of(), "");
        }
        String count = "sum by (%s, detected_level, level) (count_over_time(%s [%dms]))"
                .formatted(
                        everything.label(),
                        selector,
                        Math.max(1, window.length().toMillis()));
        Map<String, Double> lines = new TreeMap<>();
        Map<String, Double> errors = new TreeMap<>();
        loki().instant(count, window.end().minusNanos(1))
                .answered()
                .ifPresent(vector -> vector.samples().forEach(sample -> {
                    String service = sample.labels().getOrDefault(everything.label(), "unknown");
                    LogLevel level = LogLevel.of(sample.labels()
                            .getOrDefault("detected_level", sample.labels().getOrDefault("level", "unknown")));
                    boolean isError = level == LogLevel.ERROR || level == LogLevel.FATAL;
                    lines.merge(service, sample.value(), Double::sum);
                    errors.merge(service, isError ? sample.value() : 0, Double::sum);
                }));
        return new Counted(lines, errors, count);
    }

    /** Why a query found nothing. */
    public List<String> whyNothing(LogQuery query, TimeWindow window) {
        return new Emptiness(loki(), labels()).reasons(query, window);
    }

    private ServiceLabels labels() {
        return new ServiceLabels(loki(), settings.current().serviceLabels());
    }

    private LokiClient loki() {
        return backends.loki();
    }
}
