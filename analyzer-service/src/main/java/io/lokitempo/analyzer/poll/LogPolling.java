package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.LineTally;
import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.mining.MinerBounds;
import io.lokitempo.telemetry.LogLine;
import io.lokitempo.telemetry.Nanos;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.upstream.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log lines of one partition's services. Everything it holds can be had again from Loki and the ledger. */
final class LogPolling implements Polling {
    private static final Logger LOG = LoggerFactory.getLogger(LogPolling.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Windows read together at most, where they hold few lines. */
    private static final int WINDOWS = 30;

    /** Sources in a row that get no answer before the pass is left: one may be too heavy, several are an ill server. */
    private static final int PATIENCE = 3;

    private static final long LINES = 50_000;
    private static final int RECORDS = 200;
    /** So often a window is asked for before it is given up as refused. */
    private static final int REFUSALS = 3;

    private final int partition;
    private final ServicePartitioner partitioner;
    private final Sharing shared;
    private final Ledger ledger;
    private final Map<ServiceName, LogSource> sources = new TreeMap<>();
    private final Set<LogSource> moved = new LinkedHashSet<>();
    private Batch batch = Batch.empty();
    private int failures;

    /** What the pollers of all partitions have in common. */
    record Sharing(
            Scope scope,
            LogStore logs,
            LogReader reader,
            WindowCounts counts,
            Services services,
            Schedule schedule,
            MinerBounds bounds,
            UnaryOperator<String> redaction,
            PollStatus status,
            Clock clock) {}

    /** How a step ended. */
    private sealed interface Step {
        /** There is nothing to read, or this source must wait. */
        record Nothing() implements Step {}

        record Moved() implements Step {}

        /** @param words of the server, or why none came */
        record Unavailable(String words) implements Step {}
    }

    private static final Step NOTHING = new Step.Nothing();
    private static final Step MOVED = new Step.Moved();

    LogPolling(int partition, ServicePartitioner partitioner, Sharing shared, Ledger ledger, Ledger.Contents contents) {
        this.partition = partition;
        this.partitioner = partitioner;
        this.shared = shared;
        this.ledger = ledger;
        restore(contents);
    }

    private void restore(Ledger.Contents contents) {
        Map<ServiceName, List<LogPattern>> patterns = contents.patterns().stream()
                .filter(pattern -> pattern.scope().equals(shared.scope()))
                .collect(Collectors.groupingBy(LogPattern::service));
        for (Watermark mark : contents.watermarks()) {
            SourceId id = mark.source();
            if (id.scope().equals(shared.scope()) && id.kind() == SourceId.Kind.LOGS) {
                ServiceName service = new ServiceName(id.name());
                List<LogPattern> published = patterns.getOrDefault(service, List.of());
                sources.put(service, source(service, published, Progress.of(mark), mark.updatedAt()));
            }
        }
        for (Ledger.Written<PatternCounts> written : contents.counts()) {
            PatternCounts counts = written.value();
            LogSource source = sources.get(counts.service());
            if (source != null && counts.scope().equals(shared.scope())) {
                source.audits.counted(counts.window(), counts.revision(), counts.total(), written.at());
            }
        }
    }

    private LogSource source(ServiceName service, List<LogPattern> published, Progress progress, Instant lastSeen) {
        SourceId id = new SourceId(shared.scope(), SourceId.Kind.LOGS, service.value());
        ServicePatterns patterns =
                new ServicePatterns(shared.scope(), service, shared.bounds(), shared.redaction(), published);
        return new LogSource(id, patterns, progress, lastSeen);
    }

    @Override
    public Duration pass() throws InterruptedException {
        discover();
        Instant now = shared.clock().instant();
        boolean busy = false;
        int failedInARow = 0;
        for (LogSource source : sources.values()) {
            if (source.isDue(now) && failedInARow < PATIENCE) {
                switch (step(source)) {
                    case Step.Unavailable(String words) -> {
                        shared.status().failed(SourceId.Kind.LOGS, words);
                        failedInARow++;
                    }
                    case Step.Moved _ -> {
                        busy = true;
                        failedInARow = 0;
                    }
                    case Step.Nothing _ -> {}
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                flushIfFull();
            }
        }
        flush();
        failures = failedInARow > 0 ? failures + 1 : 0;
        return failedInARow > 0 ? pauseAfterFailure() : busy ? Duration.ZERO : IDLE;
    }

    private Duration pauseAfterFailure() {
        Duration pause = Duration.ofMillis(500L << Math.min(failures, 6));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void discover() {
        Instant now = shared.clock().instant();
        shared.services().known().forEach((service, selectors) -> {
            SourceId id = new SourceId(shared.scope(), SourceId.Kind.LOGS, service.value());
            if (partitioner.of(id) == partition) {
                LogSource source = sources.computeIfAbsent(
                        service,
                        _ -> source(service, List.of(), shared.schedule().fresh(now), now));
                source.selectors = selectors;
                source.seen(now);
            }
        });
    }

    private Step step(LogSource source) {
        Step read = readNext(source);
        report(source);
        if (read instanceof Step.Unavailable) {
            return read;
        }
        Step audited = audit(source);
        return audited instanceof Step.Nothing ? read : audited;
    }

    private void report(LogSource source) {
        Instant now = shared.clock().instant();
        Instant settled = shared.schedule().settled(now);
        List<TimeWindow> missing = source.progress.missing(settled);
        Instant oldest = missing.isEmpty() ? settled : missing.getFirst().start();
        shared.status().at(partition, source.id, oldest, shared.schedule().behind(source.progress, now));
    }

    private Step readNext(LogSource source) {
        Instant now = shared.clock().instant();
        TimeWindow next = shared.schedule()
                .next(source.progress, now, source.isCautious() ? 1 : WINDOWS)
                .orElse(null);
        if (next == null) {
            return NOTHING;
        }
        Reply<Map<ServiceName, Long>> counts = shared.counts().of(next);
        if (counts instanceof Reply.Unavailable<?>(Reply.Reason _, String words)) {
            return new Step.Unavailable(words);
        }
        OptionalLong expected = counts.answered().stream()
                .mapToLong(byService -> byService.getOrDefault(source.service, 0L))
                .findFirst();
        if (expected.isPresent() && expected.getAsLong() == 0) {
            return moved(source, next, zeros(source, next));
        }
        TimeWindow range = shared.schedule().shortened(next, now, expected.orElse(0), LINES);
        return read(source, range);
    }

    private Step read(LogSource source, TimeWindow range) {
        if (source.selectors.isEmpty()) {
            Step found = findSelectors(source, range);
            if (found instanceof Step.Unavailable) {
                return found;
            }
        }
        Tallies tallies = new Tallies(source.patterns, windowsOf(range), 0);
        LogReader.Outcome outcome = readAll(source.selectors, range, tallies);
        return switch (outcome) {
            case LogReader.Outcome.Failed(Reply<?> reply) -> failed(source, range, reply);
            case LogReader.Outcome.Complete(List<Long> holes)
            when holes.isEmpty() -> {
                source.answered();
                yield moved(source, range, tallies.close());
            }
            case LogReader.Outcome.Complete(List<Long> holes)
            when windowsOf(range).size() == 1 -> closeWithHoles(source, range, tallies, holes);
            case LogReader.Outcome.Complete _ -> read(source, windowsOf(range).getFirst());
        };
    }

    private LogReader.Outcome readAll(List<String> selectors, TimeWindow range, Tallies tallies) {
        if (selectors.size() == 1) {
            return shared.reader().read(selectors.getFirst(), range, tallies::add);
        }
        // Several labels name this service: its lines come in several sequences, and are mined in one order.
        List<LogLine> lines = new ArrayList<>();
        List<Long> holes = new ArrayList<>();
        for (String selector : selectors) {
            switch (shared.reader().read(selector, range, lines::add)) {
                case LogReader.Outcome.Failed failed -> {
                    return failed;
                }
                case LogReader.Outcome.Complete(List<Long> found) -> holes.addAll(found);
            }
        }
        lines.stream().sorted(LogReader.ORDER).forEach(tallies::add);
        return new LogReader.Outcome.Complete(holes);
    }

    /** Lines that Loki counts and does not hand out are counted as other, and the nanoseconds recorded as gaps. */
    private Step closeWithHoles(LogSource source, TimeWindow window, Tallies tallies, List<Long> holes) {
        Reply<Long> reply = shared.logs().count(source.selectors, window);
        if (!(reply instanceof Reply.Answered<Long>(Long counted, List<String> _))) {
            return failed(source, window, reply);
        }
        tallies.addUnread(Math.max(0, counted - tallies.lines()));
        for (long hole : holes) {
            TimeWindow nanosecond = new TimeWindow(Nanos.toInstant(hole), Nanos.toInstant(hole + 1));
            addGap(
                    source,
                    nanosecond,
                    "one nanosecond holds more lines than Loki hands out; the rest are counted only");
        }
        source.answered();
        return moved(source, window, tallies.close());
    }

    private Step findSelectors(LogSource source, TimeWindow range) {
        return switch (shared.logs().selectors(source.service, range)) {
            case Reply.Answered<List<String>>(List<String> found, List<String> _) -> {
                source.selectors = found;
                yield MOVED;
            }
            case Reply.Refused<List<String>>(int status, String words) -> new Step.Unavailable(status + " " + words);
            case Reply.Unavailable<List<String>>(Reply.Reason _, String words) -> new Step.Unavailable(words);
        };
    }

    private Step failed(LogSource source, TimeWindow range, Reply<?> reply) {
        return switch (reply) {
            case Reply.Answered<?> _ -> throw new IllegalArgumentException("an answer is no failure");
            case Reply.Unavailable<?>(Reply.Reason _, String words) -> new Step.Unavailable(words);
            // A query that is wrong or too much stays so; anything else may be a proxy or a sign-in, and may pass.
            case Reply.Refused<?>(int status, String words)
            when status == 200 || status == 400 || status == 422 -> {
                shared.status().failed(SourceId.Kind.LOGS, words);
                int refusals = source.refused(shared.clock().instant());
                if (refusals >= REFUSALS && windowsOf(range).size() == 1) {
                    source.answered();
                    addGap(source, range, "Loki refused: " + words);
                    moved.add(source);
                }
                yield NOTHING;
            }
            case Reply.Refused<?>(int status, String words) -> new Step.Unavailable(status + " " + words);
        };
    }

    private void addGap(LogSource source, TimeWindow window, String reason) {
        LOG.warn("{} {}: {}", source.service, window, reason);
        source.progress = source.progress.withGap(new Gap(window, reason));
        shared.status().gap();
    }

    private Step moved(LogSource source, TimeWindow range, List<PatternCounts> counts) {
        Instant now = shared.clock().instant();
        long behindBefore = shared.schedule().behind(source.progress, now);
        source.progress = source.progress.withRead(range);
        counts.forEach(one -> source.audits.counted(one.window(), one.revision(), one.total(), now));
        note(source, counts);
        shared.status().answered(SourceId.Kind.LOGS);
        long lines = counts.stream().mapToLong(PatternCounts::total).sum();
        shared.status().read(SourceId.Kind.LOGS, lines, counts.size());
        long behind = shared.schedule().behind(source.progress, now);
        if (behindBefore > counts.size()) {
            LOG.info(
                    "catching up {}: {} lines in {} windows, {} windows to go",
                    source.service,
                    lines,
                    counts.size(),
                    behind);
        }
        return MOVED;
    }

    private void note(LogSource source, List<PatternCounts> counts) {
        batch.counts().addAll(counts);
        batch.patterns().addAll(source.patterns.changes());
        moved.add(source);
    }

    private List<PatternCounts> zeros(LogSource source, TimeWindow range) {
        return new Tallies(source.patterns, windowsOf(range), 0).close();
    }

    private List<TimeWindow> windowsOf(TimeWindow range) {
        return shared.schedule().windowsOf(range);
    }

    private Step audit(LogSource source) {
        Instant now = shared.clock().instant();
        Step step = NOTHING;
        for (List<Audits.Counted> run : source.audits.due(now)) {
            Step audited = audit(source, run, now);
            if (audited instanceof Step.Unavailable) {
                return audited;
            }
            step = audited instanceof Step.Moved ? audited : step;
        }
        return step;
    }

    /** Counts a run of windows at once; where the sum is another, each half alone, down to the window that differs. */
    private Step audit(LogSource source, List<Audits.Counted> run, Instant now) {
        TimeWindow range = new TimeWindow(
                run.getFirst().window().start(), run.getLast().window().end());
        Reply<Long> reply = countAgain(source, range);
        if (!(reply instanceof Reply.Answered<Long>(Long counted, List<String> _))) {
            return reply instanceof Reply.Unavailable<?>(Reply.Reason _, String words)
                    ? new Step.Unavailable(words)
                    : NOTHING;
        }
        long published = run.stream().mapToLong(Audits.Counted::total).sum();
        if (counted == published) {
            run.forEach(one -> source.audits.passed(one.window(), now));
            return NOTHING;
        }
        if (run.size() == 1) {
            return revise(source, run.getFirst(), counted, now);
        }
        int half = run.size() / 2;
        Step first = audit(source, run.subList(0, half), now);
        return first instanceof Step.Unavailable ? first : audit(source, run.subList(half, run.size()), now);
    }

    private Reply<Long> countAgain(LogSource source, TimeWindow range) {
        return switch (shared.counts().of(range)) {
            case Reply.Answered<Map<ServiceName, Long>>(var byService, List<String> _) ->
                new Reply.Answered<>(byService.getOrDefault(source.service, 0L));
            // Too many services for one answer: this one alone.
            case Reply.Refused<?> _ -> shared.logs().count(source.selectors, range);
            case Reply.Unavailable<?>(Reply.Reason reason, String words) -> new Reply.Unavailable<>(reason, words);
        };
    }

    /** Reads a window again because Loki counts another number of lines in it than was published. */
    private Step revise(LogSource source, Audits.Counted known, long counted, Instant now) {
        TimeWindow window = known.window();
        if (findSelectors(source, window) instanceof Step.Unavailable unavailable) {
            return unavailable;
        }
        Tallies tallies = new Tallies(source.patterns, List.of(window), known.revision() + 1);
        LogReader.Outcome outcome = readAll(source.selectors, window, tallies);
        if (outcome instanceof LogReader.Outcome.Failed(Reply<?> reply)) {
            return reply instanceof Reply.Unavailable<?>(Reply.Reason _, String words)
                    ? new Step.Unavailable(words)
                    : NOTHING;
        }
        if (outcome instanceof LogReader.Outcome.Complete(List<Long> holes) && !holes.isEmpty()) {
            tallies.addUnread(Math.max(0, counted - tallies.lines()));
        }
        long read = tallies.lines();
        if (read < counted && source.audits.isLast(known, now)) {
            addGap(source, window, "Loki counts " + counted + " lines here and hands out " + read);
        }
        if (read == known.total()) {
            source.audits.passed(window, now);
            return NOTHING;
        }
        List<PatternCounts> revised = tallies.close();
        LOG.info("{} {}: {} lines at first, {} now", source.service, window, known.total(), read);
        source.audits.counted(window, known.revision() + 1, read, now);
        note(source, revised);
        shared.status().revised();
        return MOVED;
    }

    private void flushIfFull() {
        if (batch.size() >= RECORDS) {
            flush();
        }
    }

    private void flush() {
        if (moved.isEmpty()) {
            return;
        }
        Instant now = shared.clock().instant();
        moved.forEach(source ->
                batch.watermarks().add(source.watermark(shared.schedule().lag(), now)));
        Batch complete = batch;
        batch = Batch.empty();
        moved.clear();
        ledger.commit(complete);
    }

    /** One tally a window; each is closed when a line of a later one comes. */
    private static final class Tallies {
        private final ServicePatterns patterns;
        private final List<TimeWindow> windows;
        private final int revision;
        private final List<PatternCounts> closed = new ArrayList<>();
        private @Nullable LineTally current;
        private long lines;

        Tallies(ServicePatterns patterns, List<TimeWindow> windows, int revision) {
            this.patterns = patterns;
            this.windows = windows;
            this.revision = revision;
        }

        void add(LogLine line) {
            while (!windows.get(closed.size()).contains(line.time())) {
                closed.add(current().close(revision));
                current = null;
            }
            current().add(line);
            lines++;
        }

        void addUnread(long unread) {
            current().addUnread(unread);
            lines += unread;
        }

        long lines() {
            return lines;
        }

        List<PatternCounts> close() {
            while (closed.size() < windows.size()) {
                closed.add(current().close(revision));
                current = null;
            }
            return closed;
        }

        private LineTally current() {
            LineTally tally = current == null ? new LineTally(patterns, windows.get(closed.size())) : current;
            current = tally;
            return tally;
        }
    }
}
