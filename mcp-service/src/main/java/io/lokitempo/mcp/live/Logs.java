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
    private final LiveSettings settings;

    public Logs(Backends backends, LiveSettings settings) {
        this.backends = backends;
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

    /** One value a series, at the window's end. */
    public Answered<QueryResult.Vector> instant(LogQuery query, TimeWindow window, Call self) {
        guard(query, window, self);
        return Replies.answered(loki().instant(query.logql(), window.end()), "Loki", query.logql());
    }

    private void guard(LogQuery query, TimeWindow window, Call self) {
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
