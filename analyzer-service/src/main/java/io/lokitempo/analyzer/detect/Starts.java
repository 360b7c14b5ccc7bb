package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When the processes of a service started and stopped of late, as their log tells.
 *
 * @param started ids of the patterns that say so, at most {@value #MOST_PATTERNS}
 * @param stopped the same of stops
 * @param recent windows of the last quarter of an hour with either, oldest first
 */
public record Starts(List<String> started, List<String> stopped, List<Window> recent) {
    public static final Starts NONE = new Starts(List.of(), List.of(), List.of());

    private static final int MOST_PATTERNS = 20;
    private static final int MOST_WINDOWS = 15;

    /** How many processes started and stopped in a window. */
    public record Window(Instant start, int starts, int stops) {
        /** Starts that no stop led up to. */
        int unexplained() {
            return Math.max(0, starts - stops);
        }
    }

    public Starts {
        started = List.copyOf(started);
        stopped = List.copyOf(stopped);
        recent = List.copyOf(recent);
    }

    Starts with(LogPattern pattern) {
        return switch (ProcessSign.of(pattern.template())) {
            case STARTED -> new Starts(plus(started, pattern.id()), stopped, recent);
            case STOPPED -> new Starts(started, plus(stopped, pattern.id()), recent);
            case NEITHER -> this;
        };
    }

    Starts with(PatternCounts counts) {
        TimeWindow window = counts.window();
        Instant oldest = window.start().minus(window.length().multipliedBy(MOST_WINDOWS - 1L));
        List<Window> all = new ArrayList<>(
                recent.stream().filter(known -> !known.start().isBefore(oldest)).toList());
        Window now = new Window(window.start(), most(counts, started), most(counts, stopped));
        if (now.starts + now.stops > 0) {
            all.add(now);
        }
        return recent.isEmpty() && all.isEmpty() ? this : new Starts(started, stopped, all);
    }

    /** Starts since an instant that no stop of the time led up to. */
    int unexplainedSince(Instant from) {
        int starts = since(from).mapToInt(Window::starts).sum();
        return Math.max(0, starts - since(from).mapToInt(Window::stops).sum());
    }

    /** Windows since an instant with starts that no stop led up to. */
    int windowsSince(Instant from) {
        return (int) since(from).filter(window -> window.unexplained() > 0).count();
    }

    int stopsSince(Instant from) {
        return since(from).mapToInt(Window::stops).sum();
    }

    /** The first window since an instant with such starts. */
    Instant firstSince(Instant from, Instant otherwise) {
        return since(from)
                .filter(window -> window.unexplained() > 0)
                .map(Window::start)
                .findFirst()
                .orElse(otherwise);
    }

    boolean startedSince(Instant from) {
        return since(from).anyMatch(window -> window.starts > 0);
    }

    private Stream<Window> since(Instant from) {
        return recent.stream().filter(window -> !window.start().isBefore(from));
    }

    // One start may be told by several lines, each by a pattern of its own.
    private static int most(PatternCounts counts, List<String> patterns) {
        Set<String> ids = Set.copyOf(patterns);
        return (int) counts.patterns().stream()
                .filter(pattern -> ids.contains(pattern.patternId()))
                .mapToLong(PatternCounts.PatternCount::count)
                .max()
                .orElse(0);
    }

    private static List<String> plus(List<String> patterns, String id) {
        if (patterns.contains(id) || patterns.size() >= MOST_PATTERNS) {
            return patterns;
        }
        List<String> all = new ArrayList<>(patterns);
        all.add(id);
        return all;
    }
}
