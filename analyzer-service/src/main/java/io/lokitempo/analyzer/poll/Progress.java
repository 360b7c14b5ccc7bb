package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.Gap;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of a source has been dealt with: intervals read, and gaps that never will be.
 *
 * @param begin where the source was begun, a window's start; never moved, or what a long failure held up would be lost
 * @param read ascending, apart from each other
 * @param gaps ascending
 */
record Progress(Instant begin, List<TimeWindow> read, List<Gap> gaps) {
    private static final int MAX_GAPS = 100;

    Progress {
        read = List.copyOf(read);
        gaps = List.copyOf(gaps);
    }

    static Progress from(Instant begin) {
        return new Progress(begin, List.of(), List.of());
    }

    static Progress of(Watermark mark) {
        return new Progress(mark.begin(), mark.read(), mark.gaps());
    }

    Progress withRead(TimeWindow window) {
        return new Progress(
                begin, merged(Stream.concat(read.stream(), Stream.of(window)).toList()), gaps);
    }

    /**
     * With one gap more. It and one of the same reason that it touches become one; so do the two oldest of more than
     * {@value #MAX_GAPS}.
     */
    Progress withGap(Gap gap) {
        List<Gap> all = new ArrayList<>(gaps);
        all.removeIf(known -> known.window().equals(gap.window()));
        Gap whole = gap;
        for (Gap known : gaps) {
            if (continues(known, whole)) {
                all.remove(known);
                TimeWindow window =
                        merged(List.of(known.window(), whole.window())).getFirst();
                whole = new Gap(window, gap.reason());
            }
        }
        all.add(whole);
        all.sort((a, b) -> a.window().compareTo(b.window()));
        while (all.size() > MAX_GAPS) {
            Gap first = all.removeFirst();
            Gap second = all.removeFirst();
            Instant end = Stream.of(first, second)
                    .map(one -> one.window().end())
                    .max(Instant::compareTo)
                    .orElseThrow();
            String reason = first.reason().equals(second.reason()) ? first.reason() : "several reasons";
            all.addFirst(new Gap(new TimeWindow(first.window().start(), end), reason));
        }
        return new Progress(begin, read, all);
    }

    private static boolean continues(Gap one, Gap other) {
        boolean touch = one.window().end().equals(other.window().start())
                || other.window().end().equals(one.window().start());
        return touch && one.reason().equals(other.reason());
    }

    /** What before {@code to} is neither read nor given up, ascending. */
    List<TimeWindow> missing(Instant to) {
        List<TimeWindow> missing = new ArrayList<>();
        Instant cursor = begin;
        for (TimeWindow done : done()) {
            if (done.start().isAfter(cursor) && cursor.isBefore(to)) {
                missing.add(new TimeWindow(cursor, earlier(done.start(), to)));
            }
            cursor = later(cursor, done.end());
        }
        if (cursor.isBefore(to)) {
            missing.add(new TimeWindow(cursor, to));
        }
        return missing;
    }

    /** Windows of {@code length} that are missing before {@code to}. */
    long behind(Instant to, Duration length) {
        return missing(to).stream()
                .mapToLong(gap -> gap.length().dividedBy(length))
                .sum();
    }

    private List<TimeWindow> done() {
        return merged(
                Stream.concat(read.stream(), gaps.stream().map(Gap::window)).toList());
    }

    private static List<TimeWindow> merged(List<TimeWindow> windows) {
        List<TimeWindow> merged = new ArrayList<>();
        for (TimeWindow window : windows.stream().sorted().toList()) {
            if (merged.isEmpty() || window.start().isAfter(merged.getLast().end())) {
                merged.add(window);
            } else {
                TimeWindow last = merged.removeLast();
                merged.add(new TimeWindow(last.start(), later(last.end(), window.end())));
            }
        }
        return merged;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
