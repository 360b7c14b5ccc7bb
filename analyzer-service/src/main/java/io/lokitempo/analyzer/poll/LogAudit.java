package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.Gap;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.upstream.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Loki again how many lines the windows hold that were published, and reads anew those where the number changed. */
final class LogAudit {
    private static final Logger LOG = LoggerFactory.getLogger(LogAudit.class);

    private final LogStore logs;
    private final WindowCounts counts;
    private final LogWindows windows;
    private final BiConsumer<LogSource, LogWindows.Reading.Counted> revised;

    /** @param revised takes windows that hold something else than was published */
    LogAudit(
            LogStore logs,
            WindowCounts counts,
            LogWindows windows,
            BiConsumer<LogSource, LogWindows.Reading.Counted> revised) {
        this.logs = logs;
        this.counts = counts;
        this.windows = windows;
        this.revised = revised;
    }

    Step audit(LogSource source, Instant now) {
        Step step = Step.NOTHING;
        for (List<Audits.Counted> run : source.audits.due(now)) {
            switch (audit(source, run, now)) {
                case Step.Unavailable unavailable -> {
                    return unavailable;
                }
                case Step.Moved moved -> step = moved;
                case Step.Nothing _, Step.Refused _ -> {} // a refused audit is asked for again with the next one
            }
        }
        return step;
    }

    /** Counts a run of windows at once; where the sum is another, each half alone, down to the window that differs. */
    private Step audit(LogSource source, List<Audits.Counted> run, Instant now) {
        TimeWindow range = new TimeWindow(
                run.getFirst().window().start(), run.getLast().window().end());
        Reply<Long> reply = count(source, range);
        if (!(reply instanceof Reply.Answered<Long>(Long counted, List<String> _))) {
            return Step.failed(reply);
        }
        if (counted == run.stream().mapToLong(Audits.Counted::total).sum()) {
            run.forEach(one -> source.audits.passed(one.window(), now));
            return Step.NOTHING;
        }
        if (run.size() == 1) {
            return revise(source, run.getFirst(), counted, now);
        }
        int half = run.size() / 2;
        Step first = audit(source, run.subList(0, half), now);
        return first instanceof Step.Unavailable ? first : audit(source, run.subList(half, run.size()), now);
    }

    private Reply<Long> count(LogSource source, TimeWindow range) {
        return switch (counts.of(range)) {
            case Reply.Answered<Map<ServiceName, Long>>(var byService, List<String> _) ->
                new Reply.Answered<>(byService.getOrDefault(source.service, 0L));
            // Too many services for one answer: this one alone.
            case Reply.Refused<?> _ -> logs.count(source.selectors, range);
            case Reply.Unavailable<?>(Reply.Reason reason, String words) -> new Reply.Unavailable<>(reason, words);
        };
    }

    private Step revise(LogSource source, Audits.Counted known, long counted, Instant now) {
        TimeWindow window = known.window();
        source.selectors = List.of(); // the lines that are new may be of a stream that is new
        return switch (windows.read(source, window, known.revision() + 1, Optional.of(counted))) {
            case LogWindows.Reading.Failed(Step failure) -> failure;
            case LogWindows.Reading.Counted reading
            when reading.lines() == known.total() -> {
                // Loki counts a line and does not hand it out, or it came between the count and the reading.
                if (source.audits.isLast(known, now)) {
                    revised.accept(
                            source, new LogWindows.Reading.Counted(reading.counts(), withheld(reading, counted)));
                }
                source.audits.passed(window, now);
                yield Step.NOTHING;
            }
            case LogWindows.Reading.Counted reading -> {
                LOG.info("{} {}: {} lines at first, {} now", source.service, window, known.total(), reading.lines());
                revised.accept(source, reading);
                yield Step.MOVED;
            }
        };
    }

    /** The reading, with a gap where the server counts something else than it handed out. */
    static LogWindows.Reading.Counted withHoles(LogWindows.Reading.Counted reading, Optional<Long> counted) {
        return counted.isEmpty() || counted.get() == reading.lines()
                ? reading
                : new LogWindows.Reading.Counted(reading.counts(), withheld(reading, counted.get()));
    }

    private static List<Gap> withheld(LogWindows.Reading.Counted reading, long counted) {
        List<Gap> gaps = new ArrayList<>(reading.holes());
        String reason = "Loki counts " + counted + " lines here and hands out " + reading.lines();
        gaps.add(new Gap(reading.range(), reason));
        return gaps;
    }
}
