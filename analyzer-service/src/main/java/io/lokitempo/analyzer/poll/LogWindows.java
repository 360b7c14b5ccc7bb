package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.LineTally;
import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a source's windows and counts them. */
final class LogWindows {
    private final LogStore logs;
    private final LogReader reader;
    private final Schedule schedule;

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

    LogWindows(LogStore logs, int limit, Schedule schedule) {
        this.logs = logs;
        this.reader = new LogReader(logs, limit);
        this.schedule = schedule;
    }

    /** Windows of which it is known that they hold nothing. */
    Reading.Counted empty(LogSource source, TimeWindow range) {
        return new Reading.Counted(new Tallies(source.patterns, schedule.windowsOf(range), 0).close(), List.of());
    }

    /** Reads the lines; asks which streams are the source's where that is not known. */
    Reading read(LogSource source, TimeWindow range, int revision) {
        if (source.selectors.isEmpty()) {
            Reply<List<String>> reply = logs.selectors(source.service, range);
            if (!(reply instanceof Reply.Answered<List<String>>(List<String> found, List<String> _))) {
                return new Reading.Failed(Step.failed(reply));
            }
            source.selectors = found;
        }
        List<TimeWindow> windows = schedule.windowsOf(range);
        Tallies tallies = new Tallies(source.patterns, windows, revision);
        return switch (readAll(source.selectors, range, tallies)) {
            case LogReader.Outcome.Failed(Reply<?> reply) -> new Reading.Failed(Step.failed(reply));
            case LogReader.Outcome.Complete(List<Long> holes)
            when holes.isEmpty() -> new Reading.Counted(tallies.close(), List.of());
            case LogReader.Outcome.Complete(List<Long> holes)
            when windows.size() == 1 -> closeWithHoles(source, range, tallies, holes);
            case LogReader.Outcome.Complete _ -> read(source, windows.getFirst(), revision);
        };
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
            while (!windows.get(closed.size()).contains(line.time())) {
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
