package io.lokitempo.analyzer.aggregate;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines of one service in one window by pattern. Lines must come in the same order whenever a window is read
 * again, by time, stream and text, so that they are mined alike.
 */
public final class LineTally {
    private static final int TRACES_PER_PATTERN = 3;

    private final ServicePatterns patterns;
    private final TimeWindow window;
    private final long startNanos;
    private final long endNanos;
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<LogLevel, Long> levels = new EnumMap<>(LogLevel.class);
    private long total;
    private long other;
    private Sampling sampling = Sampling.EXACT;

    private static final class Share {
        private long count;
        private LogLevel level = LogLevel.UNKNOWN;
        private final Set<TraceId> traces = new LinkedHashSet<>();

        void add(long more, LogLevel seen, Set<TraceId> ids) {
            count += more;
            level = seen.compareTo(level) > 0 ? seen : level;
            ids.stream().limit(Math.max(0, TRACES_PER_PATTERN - traces.size())).forEach(traces::add);
        }
    }

    public LineTally(ServicePatterns patterns, TimeWindow window) {
        this.patterns = patterns;
        this.window = window;
        this.startNanos = window.startNanos();
        this.endNanos = window.endNanos();
    }

    /** @throws IllegalArgumentException where the line is of another window */
    public void add(LogLine line) {
        if (line.timestampNanos() < startNanos || line.timestampNanos() >= endNanos) {
            throw new IllegalArgumentException("line of " + line.time() + " is not of window " + window);
        }
        LineFacts facts = LineFacts.of(line);
        total++;
        levels.merge(facts.level(), 1L, Long::sum);
        String id = patterns.learn(line, facts.level());
        if (id == null) {
            other++;
            return;
        }
        TraceId traceId = facts.traceId();
        shares.computeIfAbsent(id, _ -> new Share())
                .add(1, facts.level(), traceId == null ? Set.of() : Set.of(traceId));
    }

    /** Lines that the server counts in this window and does not hand out. */
    public void addUnread(long lines) {
        total += lines;
        other += lines;
        levels.merge(LogLevel.UNKNOWN, lines, Long::sum);
        sampling = Sampling.TOTALS_EXACT;
    }

    public long total() {
        return total;
    }

    /**
     * Ends the window. Lines counted under a pattern that was generalised since are counted under its successor.
     *
     * @param revision 0 for the window's first reading
     */
    public PatternCounts close(int revision) {
        patterns.settle(shares.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, share -> share.getValue().level)));
        Map<String, Share> living = new HashMap<>();
        shares.forEach((id, share) -> living.computeIfAbsent(patterns.living(id), _ -> new Share())
                .add(share.count, share.level, share.traces));
        List<PatternCount> counts = living.entrySet().stream()
                .map(share -> count(share.getKey(), share.getValue()))
                .sorted(Comparator.comparing(PatternCount::patternId))
                .toList();
        long counted = counts.stream().mapToLong(PatternCount::count).sum();
        if (counted + other != total) {
            throw new IllegalStateException(counted + " counted and " + other + " other lines of " + total);
        }
        return new PatternCounts(
                patterns.scope(), patterns.service(), window, revision, total, other, levels, counts, sampling);
    }

    private PatternCount count(String id, Share share) {
        return new PatternCount(id, share.count, share.level, List.copyOf(share.traces), firstLine(id));
    }

    private @Nullable String firstLine(String id) {
        LogPattern pattern = patterns.pattern(id);
        return pattern != null && window.contains(pattern.firstSeen()) ? pattern.sample() : null;
    }
}
