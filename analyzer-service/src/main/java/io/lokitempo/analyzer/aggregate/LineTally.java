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

    /** Stands for lines without a pattern among the ids; no pattern has it. */
    private static final String OTHER = "";

    private final ServicePatterns patterns;
    private final TimeWindow window;
    private final long startNanos;
    private final long endNanos;
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<LogLevel, Long> levels = new EnumMap<>(LogLevel.class);
    private final Map<LogLevel, Double> levelWeights = new EnumMap<>(LogLevel.class);
    private long total;
    private long other;
    private double otherWeight;
    private Sampling sampling = Sampling.EXACT;

    private static final class Share {
        private long count;
        private double weight;
        private LogLevel level = LogLevel.UNKNOWN;
        private final Set<TraceId> traces = new LinkedHashSet<>();

        void add(LogLevel seen, @Nullable TraceId id) {
            level = seen.compareTo(level) > 0 ? seen : level;
            if (id != null && traces.size() < TRACES_PER_PATTERN) {
                traces.add(id);
            }
        }

        void add(Share more) {
            count += more.count;
            weight += more.weight;
            add(more.level, null);
            more.traces.forEach(id -> add(more.level, id));
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
        LogLevel level = learn(line, 1, 0);
        levels.merge(level, 1L, Long::sum);
    }

    /**
     * Adds a line of a sample that stands for about so many lines, itself included.
     *
     * @param weight relative to the other lines that stand for several
     */
    public void addSampled(LogLine line, double weight) {
        LogLevel level = learn(line, 0, weight);
        levelWeights.merge(level, weight, Double::sum);
    }

    private LogLevel learn(LogLine line, int count, double weight) {
        if (line.timestampNanos() < startNanos || line.timestampNanos() >= endNanos) {
            throw new IllegalArgumentException("line of " + line.time() + " is not of window " + window);
        }
        LineFacts facts = LineFacts.of(line);
        total++;
        String id = patterns.learn(line, facts.level());
        if (id == null) {
            other += count;
            otherWeight += weight;
        } else {
            Share share = shares.computeIfAbsent(id, _ -> new Share());
            share.count += count;
            share.weight += weight;
            share.add(facts.level(), facts.traceId());
        }
        return facts.level();
    }

    /** Lines that the server counts in this window and does not hand out. */
    public void addUnread(long lines) {
        total += lines;
        other += lines;
        levels.merge(LogLevel.UNKNOWN, lines, Long::sum);
        sampling = Sampling.TOTALS_EXACT;
    }

    /** Lines added, and unread ones. */
    public long total() {
        return total;
    }

    /**
     * Ends the window. Lines counted under a pattern that was generalised since are counted under its successor.
     *
     * @param revision 0 for the window's first reading
     */
    public PatternCounts close(int revision) {
        Map<String, Share> living = settled();
        Map<String, Long> counts = living.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, share -> share.getValue().count));
        return counts(revision, living, counts, levels);
    }

    /**
     * Ends a window of which a sample was read: the patterns get the server's total, those lines that stand for
     * themselves as they are and the rest by weight, so that they and the other lines sum to it.
     *
     * @param counted lines by level as the server counts them; where it tells no levels they are the sample's, scaled
     */
    public PatternCounts closeSampled(int revision, Map<LogLevel, Long> counted) {
        Map<String, Share> living = settled();
        long themselves =
                other + living.values().stream().mapToLong(share -> share.count).sum();
        long read = total;
        total = Math.max(
                read, counted.values().stream().mapToLong(count -> count).sum());
        sampling = Sampling.TOTALS_EXACT;
        Map<String, Double> weights = living.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, share -> share.getValue().weight));
        weights.put(OTHER, read == themselves ? 1 : otherWeight);
        Map<String, Long> rest = Apportionment.of(weights, total - themselves);
        Map<String, Long> counts = living.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, share -> share.getValue().count + rest.getOrDefault(share.getKey(), 0L)));
        other += rest.getOrDefault(OTHER, 0L);
        return counts(revision, living, counts, levels(counted));
    }

    private Map<LogLevel, Long> levels(Map<LogLevel, Long> counted) {
        long told = counted.values().stream().mapToLong(count -> count).sum();
        Map<LogLevel, Long> all = new EnumMap<>(LogLevel.class);
        if (counted.getOrDefault(LogLevel.UNKNOWN, 0L) < told) {
            all.putAll(counted);
            all.merge(LogLevel.UNKNOWN, total - told, Long::sum);
        } else {
            Map<LogLevel, Double> weights = new EnumMap<>(levelWeights);
            weights.putIfAbsent(LogLevel.UNKNOWN, levelWeights.isEmpty() ? 1.0 : 0.0);
            long themselves = levels.values().stream().mapToLong(count -> count).sum();
            all.putAll(levels);
            Apportionment.of(weights, total - themselves).forEach((level, lines) -> all.merge(level, lines, Long::sum));
        }
        all.values().removeIf(lines -> lines == 0);
        return all;
    }

    private Map<String, Share> settled() {
        patterns.settle(shares.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, share -> share.getValue().level)));
        Map<String, Share> living = new HashMap<>();
        shares.forEach((id, share) ->
                living.computeIfAbsent(patterns.living(id), _ -> new Share()).add(share));
        return living;
    }

    private PatternCounts counts(
            int revision, Map<String, Share> shares, Map<String, Long> counts, Map<LogLevel, Long> byLevel) {
        List<PatternCount> patternCounts = shares.entrySet().stream()
                .map(share -> count(share.getKey(), share.getValue(), counts.getOrDefault(share.getKey(), 0L)))
                .sorted(Comparator.comparing(PatternCount::patternId))
                .toList();
        long counted = patternCounts.stream().mapToLong(PatternCount::count).sum();
        if (counted + other != total) {
            throw new IllegalStateException(counted + " counted and " + other + " other lines of " + total);
        }
        return new PatternCounts(
                patterns.scope(), patterns.service(), window, revision, total, other, byLevel, patternCounts, sampling);
    }

    private PatternCount count(String id, Share share, long count) {
        return new PatternCount(id, count, share.level, List.copyOf(share.traces), firstLine(id));
    }

    private @Nullable String firstLine(String id) {
        LogPattern pattern = patterns.pattern(id);
        return pattern != null && window.contains(pattern.firstSeen()) ? pattern.sample() : null;
    }
}
