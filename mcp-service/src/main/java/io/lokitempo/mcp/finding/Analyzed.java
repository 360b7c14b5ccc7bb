package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a window for which there are findings.
 *
 * @param window whole minutes that were analyzed, within the window that was asked for
 * @param through the instant up to which everything in it was read
 * @param since before which nothing was read of what was asked for; null where all of it was
 * @param gaps within the window
 */
public record Analyzed(
        TimeWindow window, Instant through, @Nullable Instant since, List<Gap> gaps) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A window's end that lags further behind what was asked for is not an answer to "now". */
    private static final Duration MOST_BEHIND = Duration.ofMinutes(10);

    /** A look back reads the newest windows first: until nearly all are read, sums over them say too little. */
    private static final double LEAST_SHARE = 0.95;

    private static final int MOST_GAPS = 3;

    public Analyzed {
        gaps = List.copyOf(gaps);
    }

    /** Empty where so little of the window was analyzed that a live query answers better. */
    public static Optional<Analyzed> of(Coverage coverage, SourceId.Kind kind, String service, TimeWindow asked) {
        List<Coverage.Source> sources = coverage.sources().stream()
                .filter(source -> source.kind() == kind)
                .filter(source -> kind == SourceId.Kind.TRACES
                        || service.isEmpty()
                        || source.name().equals(service))
                .filter(source -> !source.read().isEmpty())
                .toList();
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        Instant through = sources.stream()
                .map(Coverage.Source::analyzedThrough)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant since = sources.stream()
                .map(source -> source.read().getFirst().start())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant start = later(ceiling(asked.start()), since);
        Instant end = through.isBefore(asked.end()) ? through : floor(asked.end());
        if (!start.isBefore(end) || Duration.between(end, asked.end()).compareTo(MOST_BEHIND) > 0) {
            return Optional.empty();
        }
        TimeWindow window = new TimeWindow(start, end);
        if (leastRead(sources, window) < LEAST_SHARE) {
            return Optional.empty();
        }
        return Optional.of(new Analyzed(
                window,
                through,
                since.isAfter(asked.start().plus(MINUTE)) ? since : null,
                coverage.gaps(kind, service, window)));
    }

    /** What it does not cover, in plain words. */
    public List<String> marks() {
        return marks(Instant::toString);
    }

    /** @param shown how times are written */
    public List<String> marks(Function<Instant, String> shown) {
        List<String> marks = new ArrayList<>();
        if (since != null) {
            marks.add("nothing analyzed before " + shown.apply(since));
        }
        marks.addAll(gaps(gaps, shown));
        return marks;
    }

    /** Gaps in plain words, the first ones one by one. */
    static List<String> gaps(List<Gap> gaps, Function<Instant, String> shown) {
        if (gaps.isEmpty()) {
            return List.of("no gaps");
        }
        List<String> words = new ArrayList<>();
        gaps.stream()
                .limit(MOST_GAPS)
                .forEach(gap -> words.add("gap " + shown.apply(gap.window().start()) + "/"
                        + shown.apply(gap.window().end()) + ": " + gap.reason()));
        if (gaps.size() > MOST_GAPS) {
            words.add((gaps.size() - MOST_GAPS) + " more gaps");
        }
        return words;
    }

    /** The share of the window that was read of the source of which least was; recorded gaps count as read. */
    private static double leastRead(List<Coverage.Source> sources, TimeWindow window) {
        return sources.stream()
                .mapToDouble(source -> Stream.concat(
                                        source.read().stream(),
                                        source.gaps().stream().map(Gap::window))
                                .filter(window::overlaps)
                                .mapToDouble(
                                        read -> seconds(later(read.start(), window.start()), earlier(read, window)))
                                .sum()
                        / seconds(window.start(), window.end()))
                .min()
                .orElse(0);
    }

    private static Instant earlier(TimeWindow read, TimeWindow window) {
        return read.end().isBefore(window.end()) ? read.end() : window.end();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant floor(Instant instant) {
        return TimeWindow.containing(instant, MINUTE).start();
    }

    private static Instant ceiling(Instant instant) {
        Instant floor = floor(instant);
        return floor.equals(instant) ? floor : floor.plus(MINUTE);
    }
}
