package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.LineTally;
import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a source's windows and counts them. */
final class LogWindows {
    private final LogStore logs;
    private final LogReader reader;
    private final Schedule schedule;
    private final int limit;
    private final long lineBudget;

    /** How reading ended. */
    sealed interface Reading {
        /**
         * @param counts one a window, of all that were asked for or of the first alone
         * @param holes what the server counts and does not hand out
         */
        record Counted(List<PatternCounts> counts, List<Gap> holes) implements Reading {
            /** The windows that were counted. */
            TimeWindow range() {
                return new TimeWindow(
                        counts.getFirst().window().start(),
                        counts.getLast().window().end());
            }

            long lines() {
                return counts.stream().mapToLong(PatternCounts::total).sum();
            }
        }

        /** @param failure {@link Step.Refused} or {@link Step.Unavailable} */
        record Failed(Step failure) implements Reading {}
    }

    /**
     * @param limit entries the server gives at most
     * @param lineBudget lines of a window that are read; of one that holds more, a sample is
     */
    LogWindows(LogStore logs, int limit, Schedule schedule, long lineBudget) {
        this.limit = limit;
        this.lineBudget = lineBudget;
        this.logs = logs;
        this.reader = new LogReader(logs, limit);
        this.schedule = schedule;
    }

    /** Windows of which it is known that they hold nothing. */
    Reading.Counted empty(LogSource source, TimeWindow range) {
        return new Reading.Counted(new Tallies(source.patterns, schedule.windowsOf(range), 0).close(), List.of());
    }

    /**
     * Reads the lines; asks which streams are the source's where that is not known.
     *
     * @param expected lines of the range, or of one that it is part of; empty where the server would not say
     */
    Reading read(LogSource source, TimeWindow range, int revision, Optional<Long> expected) {
        if (source.selectors.isEmpty()) {
            Reply<List<String>> reply = logs.selectors(source.service, range);
            if (!(reply instanceof Reply.Answered<List<String>>(List<String> found, List<String> _))) {
                return new Reading.Failed(Step.failed(reply));
            }
            source.selectors = found;
        }
        List<TimeWindow> windows = schedule.windowsOf(range);
        if (windows.size() == 1 && expected.orElse(Long.MAX_VALUE) > lineBudget) {
            Reply<Map<LogLevel, Long>> reply = logs.levels(source.selectors, range);
            if (!(reply instanceof Reply.Answered<Map<LogLevel, Long>>(var counted, List<String> _))) {
                return new Reading.Failed(Step.failed(reply));
            }
            if (counted.values().stream().mapToLong(lines -> lines).sum() > lineBudget) {
                return sample(source, range, revision, counted);
            }
        }
        return readWhole(source, windows, revision);
    }

    private Reading readWhole(LogSource source, List<TimeWindow> windows, int revision) {
        TimeWindow range =
                new TimeWindow(windows.getFirst().start(), windows.getLast().end());
        Tallies tallies = new Tallies(source.patterns, windows, revision);
        return switch (readAll(source.selectors, range, tallies)) {
            case LogReader.Outcome.Failed(Reply<?> reply) -> new Reading.Failed(Step.failed(reply));
            case LogReader.Outcome.Complete(List<Long> holes)
            when holes.isEmpty() -> new Reading.Counted(tallies.close(), List.of());
            case LogReader.Outcome.Complete(List<Long> holes)
            when windows.size() == 1 -> closeWithHoles(source, range, tallies, holes);
            case LogReader.Outcome.Complete _ -> readWhole(source, List.of(windows.getFirst()), revision);
        };
    }

    /**
     * Reads a page of each of some equal slices of the window. Lines of a slice that fits in its page stand for themselves.
     * Of a full page the second half stands also for what came until the slice's end, at the pace of that half: so a flood
     * that fills the page weighs what it weighs, and what was before it does not grow with it.
     */
    private Reading sample(LogSource source, TimeWindow window, int revision, Map<LogLevel, Long> counted) {
        LineTally tally = new LineTally(source.patterns, window);
        for (TimeWindow slice : slices(window, source.selectors.size())) {
            List<Sampled> lines = new ArrayList<>();
            for (String selector : source.selectors) {
                Reply<List<LogLine>> reply = logs.page(selector, slice.startNanos(), slice.endNanos(), limit);
                if (!(reply instanceof Reply.Answered<List<LogLine>>(List<LogLine> page, List<String> _))) {
                    return new Reading.Failed(Step.failed(reply));
                }
                int half = page.size() < limit ? page.size() : page.size() / 2;
                double weight = half == page.size() ? 0 : weight(slice, page.subList(half, page.size()));
                for (int i = 0; i < page.size(); i++) {
                    lines.add(new Sampled(page.get(i), i < half ? 0 : weight));
                }
            }
            lines.sort(Comparator.comparing(Sampled::line, LogReader.ORDER));
            for (Sampled one : lines) {
                if (one.weight() == 0) {
                    tally.add(one.line());
                } else {
                    tally.addSampled(one.line(), one.weight());
                }
            }
        }
        return new Reading.Counted(List.of(tally.closeSampled(revision, counted)), List.of());
    }

    /** @param weight how many lines it stands for; 0 for itself alone */
    private record Sampled(LogLine line, double weight) {}

    private static double weight(TimeWindow slice, List<LogLine> end) {
        long last = end.getLast().timestampNanos();
        long took = last - end.getFirst().timestampNanos() + 1;
        return 1 + (double) (slice.endNanos() - last) / took;
    }

    private List<TimeWindow> slices(TimeWindow window, int selectors) {
        long pages = Math.max(1, lineBudget / limit / Math.max(1, selectors));
        long slices = Math.min(pages, window.length().toSeconds());
        long nanos = window.length().toNanos();
        return LongStream.range(0, slices)
                .mapToObj(i -> new TimeWindow(
                        window.start().plusNanos(nanos / slices * i),
                        i == slices - 1 ? window.end() : window.start().plusNanos(nanos / slices * (i + 1))))
                .toList();
    }

    private LogReader.Outcome readAll(List<String> selectors, TimeWindow range, Tallies tallies) {
        if (selectors.size() == 1) {
            return reader.read(selectors.getFirst(), range, tallies::add);
        }
        // Several labels name this service: its lines come in several sequences, and are mined in one order.
        List<LogLine> lines = new ArrayList<>();
        List<Long> holes = new ArrayList<>();
        for (String selector : selectors) {
            switch (reader.read(selector, range, lines::add)) {
                case LogReader.Outcome.Failed failed -> {
                    return failed;
                }
                case LogReader.Outcome.Complete(List<Long> found) -> holes.addAll(found);
            }
        }
        lines.stream().sorted(LogReader.ORDER).forEach(tallies::add);
        return new LogReader.Outcome.Complete(holes);
    }

    private Reading closeWithHoles(LogSource source, TimeWindow window, Tallies tallies, List<Long> holes) {
        Reply<Long> reply = logs.count(source.selectors, window);
        if (!(reply instanceof Reply.Answered<Long>(Long counted, List<String> _))) {
            return new Reading.Failed(Step.failed(reply));
        }
        tallies.addUnread(Math.max(0, counted - tallies.lines()));
        List<Gap> gaps = holes.stream()
                .map(at -> new TimeWindow(Nanos.toInstant(at), Nanos.toInstant(at + 1)))
                .map(nanosecond -> new Gap(
                        nanosecond, "one nanosecond holds more lines than Loki hands out; the rest are counted only"))
                .toList();
        return new Reading.Counted(tallies.close(), gaps);
    }

    /** One tally a window; each is closed when a line of a later one comes. */
    private static final class Tallies {
        private final ServicePatterns patterns;
        private final List<TimeWindow> windows;
        private final int revision;
        private final List<PatternCounts> closed = new ArrayList<>();
        private @Nullable LineTally open;
        private long lines;

        Tallies(ServicePatterns patterns, List<TimeWindow> windows, int revision) {
            this.patterns = patterns;
            this.windows = windows;
            this.revision = revision;
        }

        void add(LogLine line) {
            while (line.timestampNanos() >= windows.get(closed.size()).endNanos()) {
                closeOne();
            }
            current().add(line);
            lines++;
        }

        void addUnread(long unread) {
            current().addUnread(unread);
        }

        long lines() {
            return lines;
        }

        List<PatternCounts> close() {
            while (closed.size() < windows.size()) {
                closeOne();
            }
            return closed;
        }

        private void closeOne() {
            closed.add(current().close(revision));
            open = null;
        }

        private LineTally current() {
            LineTally tally = open == null ? new LineTally(patterns, windows.get(closed.size())) : open;
            open = tally;
            return tally;
        }
    }
}
