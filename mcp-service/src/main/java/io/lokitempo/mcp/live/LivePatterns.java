package io.lokitempo.mcp.live;

import io.lokitempo.loki.StoredPattern;
import io.lokitempo.mcp.answer.Call;
import io.lokitempo.mcp.call.Progress;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.setting.Settings;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply.Answered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of whatever a query matches, mined while it is read. The window is read in equal parts, so that where there is
 * more than time or {@value #MOST_LINES} lines allow, every part of it is known by a share of its lines rather than the
 * first part by all.
 */
public final class LivePatterns {
    static final int MOST_LINES = 400_000;
    private static final int PARTS = 24;
    private static final Duration SHORTEST_PART = Duration.ofSeconds(1);

    /**
     * What was found.
     *
     * @param lines in the window, estimated where parts were read in part
     * @param read lines read
     * @param other lines for which no pattern had room
     * @param coverage what was not read, in plain words; empty where all was
     */
    public record Mined(List<MinedPattern> patterns, double lines, long read, double other, List<String> coverage) {
        public Mined {
            patterns = List.copyOf(patterns);
            coverage = List.copyOf(coverage);
        }
    }

    /**
     * A pattern and how it stands out.
     *
     * @param marked marked lines that have it
     * @param lift its share of the marked lines divided by its share of all
     */
    public record Lift(MinedPattern pattern, long marked, double lift) {}

    /** @param lifts the strongest first; patterns of unmarked lines alone left out */
    public record Lifted(List<Lift> lifts, Mined all) {
        public Lifted {
            lifts = List.copyOf(lifts);
        }
    }

    private final Backends backends;
    private final Logs logs;
    private final KnownPatterns known;
    private final LiveSettings settings;
    private final Clock clock;

    public LivePatterns(Backends backends, Logs logs, KnownPatterns known, LiveSettings settings, Clock clock) {
        this.known = known;
        this.backends = backends;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param until when reading must end */
    public Mined mine(LogQuery query, TimeWindow window, Instant until, Progress progress, Call self) {
        return mine(query, window, until, progress, self, tally(null));
    }

    /** The same with what stood at the patterns' variables, after the redaction of lines. */
    public Mined mineWithValues(
            LogQuery query,
            TimeWindow window,
            Instant until,
            Progress progress,
            Call self,
            UnaryOperator<String> redaction) {
        return mine(query, window, until, progress, self, tally(redaction));
    }

    /**
     * Patterns of a query, and how much more often some of its lines have them than all do.
     *
     * @param marked the lines that are wondered about
     */
    public Lifted lift(
            LogQuery query, TimeWindow window, List<LogLine> marked, Instant until, Progress progress, Call self) {
        PatternTally tally = tally(null);
        Mined mined = mine(query, window, until, progress, self, tally);
        Map<String, Long> counts = marked.stream()
                .flatMap(line -> tally.idOf(line).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<Lift> lifts = mined.patterns().stream()
                .filter(pattern -> counts.containsKey(pattern.id()))
                .map(pattern ->
                        new Lift(pattern, counts.getOrDefault(pattern.id(), 0L), lift(pattern, counts, mined, marked)))
                .sorted(Comparator.comparingDouble(Lift::lift)
                        .thenComparingLong(Lift::marked)
                        .reversed())
                .toList();
        return new Lifted(lifts, mined);
    }

    private static double lift(MinedPattern pattern, Map<String, Long> counts, Mined mined, List<LogLine> marked) {
        double share = (double) counts.getOrDefault(pattern.id(), 0L) / marked.size();
        return share / (pattern.count() / mined.lines());
    }

    private PatternTally tally(@Nullable UnaryOperator<String> redaction) {
        Settings now = settings.current();
        return new PatternTally(now.scope().toString(), now.serviceLabels(), redaction);
    }

    private Mined mine(
            LogQuery query, TimeWindow window, Instant until, Progress progress, Call self, PatternTally tally) {
        logs.guard(query, window, self);
        List<TimeWindow> parts = parts(window);
        LogReader reader = new LogReader(backends.loki(), clock);
        long read = 0;
        int sampled = 0;
        int unread = 0;
        boolean lost = false;
        for (int i = 0; i < parts.size(); i++) {
            TimeWindow part = parts.get(i);
            if (!clock.instant().isBefore(until)) {
                unread++;
                continue;
            }
            List<LogLine> lines = new ArrayList<>();
            Instant partUntil = clock.instant()
                    .plus(Duration.between(clock.instant(), until).dividedBy(parts.size() - i));
            LogReader.Reading reading = reader.read(query, part, MOST_LINES / parts.size(), partUntil, lines::add);
            boolean whole = !reading.through().isBefore(part.end());
            double weight = whole ? 1 : weight(query, part, lines.size());
            lines.forEach(line -> tally.add(line, weight));
            read += reading.lines();
            sampled += whole ? 0 : 1;
            lost |= reading.lost();
            progress.report(i + 1, parts.size(), read + " lines read");
        }
        tally.patterns().forEach(known::show);
        List<String> coverage = coverage(parts.size(), sampled, unread, lost);
        if (sampled + unread > 0) {
            coverage.addFirst(share(query, window, read));
        }
        return new Mined(tally.patterns(), tally.total(), read, tally.other(), coverage);
    }

    private String share(LogQuery query, TimeWindow window, long read) {
        long all = lines(query, window);
        return all < read
                ? "read: %,d lines, of how many Loki did not say".formatted(read)
                : "read: %,d of %,d lines (%.1f%%)".formatted(read, all, 100.0 * read / Math.max(1, all));
    }

    private long lines(LogQuery query, TimeWindow window) {
        return logs.countsByLevel(query, window).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static List<TimeWindow> parts(TimeWindow window) {
        Duration length = window.length().dividedBy(PARTS);
        if (length.compareTo(SHORTEST_PART) < 0) {
            return List.of(window);
        }
        List<TimeWindow> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            Instant start = window.start().plus(length.multipliedBy(i));
            parts.add(new TimeWindow(start, i == PARTS - 1 ? window.end() : start.plus(length)));
        }
        return parts;
    }

    /** Lines of the part for each that was read. */
    private double weight(LogQuery query, TimeWindow part, int read) {
        return read == 0 ? 1 : Math.max(1, (double) lines(query, part) / read);
    }

    private static List<String> coverage(int parts, int sampled, int unread, boolean lost) {
        List<String> coverage = new ArrayList<>();
        if (sampled > 0) {
            coverage.add(
                    "sampled: of %d of %d equal parts of the window only the first lines were read; counts are scaled"
                            .formatted(sampled, parts));
        }
        if (unread > 0) {
            coverage.add("partial: the last %d of %d equal parts of the window were not read in time"
                    .formatted(unread, parts));
        }
        if (lost) {
            coverage.add("gap: one nanosecond held more lines than Loki returns at once");
        }
        return coverage;
    }

    /** What Loki's own pattern ingester has, of recent and frequent lines. */
    public Answered<List<StoredPattern>> stored(LogQuery query, TimeWindow window) {
        String selector = query.selectors().getFirst().toString();
        return Replies.answered(backends.loki().patterns(selector, window), "Loki", selector);
    }
}
