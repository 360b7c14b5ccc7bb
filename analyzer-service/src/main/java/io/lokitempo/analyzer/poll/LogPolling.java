package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.ServicePatterns;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.Watermark;
import io.lokitempo.mining.MinerBounds;
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
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log lines of one partition's services. Everything it holds can be had again from Loki and the ledger. */
final class LogPolling implements Polling {
    private static final Logger LOG = LoggerFactory.getLogger(LogPolling.class);
    /** Windows read together at most, where they hold few lines. */
    private static final int WINDOWS = 30;

    private static final long LINES = 50_000;
    private static final int RECORDS = 200;
    /** So often a window is asked for before it is given up as refused. */
    private static final int REFUSALS = 3;
    /** Sources in a row that get no answer before the pass is left: one may be too heavy, several are an ill server. */
    private static final int PATIENCE = 3;

    private final int partition;
    private final ServicePartitioner partitioner;
    private final Sharing shared;
    private final Ledger ledger;
    private final LogAudit audit;
    private final Pauses pauses = new Pauses();
    private final NavigableMap<ServiceName, LogSource> sources = new TreeMap<>();
    private final Set<LogSource> moved = new LinkedHashSet<>();
    private Batch batch = Batch.empty();
    /** Whose history was read last; the next one's turn is next. */
    private @Nullable ServiceName historyOf;

    private int unanswered;

    /** What the pollers of all partitions have in common. */
    record Sharing(
            Scope scope,
            LogStore logs,
            LogWindows windows,
            WindowCounts counts,
            Services services,
            Retention retention,
            Schedule schedule,
            long lineBudget,
            MinerBounds bounds,
            UnaryOperator<String> redaction,
            PollStatus status,
            Clock clock) {}

    LogPolling(int partition, ServicePartitioner partitioner, Sharing shared, Ledger ledger, Ledger.Contents contents) {
        this.partition = partition;
        this.partitioner = partitioner;
        this.shared = shared;
        this.ledger = ledger;
        this.audit = new LogAudit(shared.logs(), shared.counts(), shared.windows(), this::revised);
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
        unanswered = 0;
        boolean busy = presents();
        busy |= histories();
        flush();
        return unanswered > 0 ? pauses.afterFailure() : pauses.after(busy);
    }

    /** Every source once: what happens now, and audits. */
    private boolean presents() throws InterruptedException {
        boolean busy = false;
        for (LogSource source : sources.values()) {
            if (unanswered < PATIENCE && source.isDue(now())) {
                giveUpTooOld(source);
                busy |= moves(() -> present(source));
            }
        }
        return busy;
    }

    /** One source after the other, until windows have settled anew and the present is due again. */
    private boolean histories() throws InterruptedException {
        Instant settled = shared.schedule().settled(now());
        boolean busy = false;
        for (LogSource source : inTurn()) {
            if (!shared.schedule().settled(now()).equals(settled)) {
                return true;
            }
            if (unanswered < PATIENCE && source.isDue(now()) && isHistory(source)) {
                historyOf = source.service;
                busy |= moves(() -> readNext(source));
            }
        }
        return busy;
    }

    private List<LogSource> inTurn() {
        ServiceName last = historyOf;
        if (last == null) {
            return List.copyOf(sources.values());
        }
        List<LogSource> turn = new ArrayList<>(sources.tailMap(last, false).values());
        turn.addAll(sources.headMap(last, true).values());
        return turn;
    }

    private boolean isHistory(LogSource source) {
        Instant now = now();
        return shared.schedule().behind(source.progress, now) > 0
                && !shared.schedule().isUrgent(source.progress, now);
    }

    private boolean moves(Supplier<Step> step) throws InterruptedException {
        boolean moved = false;
        switch (step.get()) {
            case Step.Unavailable(String words) -> {
                shared.status().failed(SourceId.Kind.LOGS, words);
                unanswered++;
            }
            case Step.Moved _ -> {
                shared.status().answered(SourceId.Kind.LOGS);
                unanswered = 0;
                moved = true;
            }
            case Step.Nothing _, Step.Refused _ -> {}
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (batch.size() >= RECORDS) {
            flush();
        }
        return moved;
    }

    private void giveUpTooOld(LogSource source) {
        for (Gap gap : shared.schedule()
                .tooOld(source.progress, now(), shared.retention().told())) {
            addGap(source, gap);
            moved.add(source);
        }
    }

    private void discover() {
        Instant now = now();
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

    private Step present(LogSource source) {
        Step read = shared.schedule().isUrgent(source.progress, now()) ? readNext(source) : Step.NOTHING;
        shared.status().at(partition, source.id, source.progress, shared.schedule());
        if (read instanceof Step.Unavailable) {
            return read;
        }
        Step audited = audit.audit(source, now());
        return audited instanceof Step.Nothing ? read : audited;
    }

    private Step readNext(LogSource source) {
        Optional<TimeWindow> next = shared.schedule().next(source.progress, now(), source.isCautious() ? 1 : WINDOWS);
        if (next.isEmpty()) {
            return Step.NOTHING;
        }
        Reply<Map<ServiceName, Long>> counts = shared.counts().of(next.get());
        if (counts instanceof Reply.Unavailable<?>) {
            return Step.failed(counts);
        }
        Optional<Long> expected = counts.answered().map(byService -> byService.getOrDefault(source.service, 0L));
        if (expected.isPresent() && expected.get() == 0) {
            return moved(source, shared.windows().empty(source, next.get()));
        }
        long most = Math.min(LINES, shared.lineBudget());
        TimeWindow range = shared.schedule().shortened(next.get(), now(), expected.orElse(0L), most);
        LogWindows.Reading read = shared.windows().read(source, range, 0, expected);
        return switch (read instanceof LogWindows.Reading.Counted first ? checked(source, first) : read) {
            case LogWindows.Reading.Counted reading -> {
                source.answered();
                yield moved(source, reading);
            }
            case LogWindows.Reading.Failed(Step.Refused(String words)) -> refused(source, range, words);
            case LogWindows.Reading.Failed(Step failure) -> failure;
        };
    }

    /**
     * What no audit will look at again is compared with Loki's own count at once. A source's streams are those of late:
     * in its history it may have had others, so that a difference is read again with the streams of that time.
     */
    private LogWindows.Reading checked(LogSource source, LogWindows.Reading.Counted reading) {
        TimeWindow range = reading.range();
        if (!source.audits.isOver(reading.counts().getFirst().window(), now())) {
            return reading;
        }
        Optional<Long> counted = counted(source, range);
        if (counted.isEmpty() || counted.get() == reading.lines()) {
            return reading;
        }
        source.selectors = List.of();
        return switch (shared.windows().read(source, range, 0, counted)) {
            case LogWindows.Reading.Failed failed -> failed;
            case LogWindows.Reading.Counted again -> LogAudit.withHoles(again, counted(source, again.range()));
        };
    }

    private Optional<Long> counted(LogSource source, TimeWindow range) {
        return shared.counts().of(range).answered().map(byService -> byService.getOrDefault(source.service, 0L));
    }

    private Step refused(LogSource source, TimeWindow range, String words) {
        shared.status().failed(SourceId.Kind.LOGS, words);
        int refusals = source.refused(now());
        if (refusals >= REFUSALS && shared.schedule().windowsOf(range).size() == 1) {
            source.answered();
            addGap(source, new Gap(range, "Loki refused: " + words));
            moved.add(source);
        }
        return Step.NOTHING;
    }

    private Step moved(LogSource source, LogWindows.Reading.Counted reading) {
        source.progress = source.progress.withRead(reading.range());
        note(source, reading);
        long behind = shared.schedule().behind(source.progress, now());
        if (reading.lines() > 0 && behind > 1) {
            LOG.info(
                    "catching up {}: {} lines in {} windows, {} windows to go",
                    source.service,
                    reading.lines(),
                    reading.counts().size(),
                    behind);
        }
        return Step.MOVED;
    }

    private void revised(LogSource source, LogWindows.Reading.Counted reading) {
        note(source, reading);
        shared.status().revised();
    }

    private void note(LogSource source, LogWindows.Reading.Counted reading) {
        reading.holes().forEach(hole -> addGap(source, hole));
        reading.counts().forEach(one -> source.audits.counted(one.window(), one.revision(), one.total(), now()));
        batch.counts().addAll(reading.counts());
        batch.patterns().addAll(source.patterns.changes());
        moved.add(source);
        shared.status()
                .read(SourceId.Kind.LOGS, reading.lines(), reading.counts().size());
    }

    private void addGap(LogSource source, Gap gap) {
        LOG.warn("{} {}: {}", source.service, gap.window(), gap.reason());
        source.progress = source.progress.withGap(gap);
        shared.status().gap();
    }

    private void flush() {
        if (moved.isEmpty()) {
            return;
        }
        Duration lag = shared.schedule().lag();
        moved.forEach(source -> batch.watermarks().add(source.watermark(lag, now())));
        Batch complete = batch;
        batch = Batch.empty();
        moved.clear();
        ledger.commit(complete);
    }

    private Instant now() {
        return shared.clock().instant();
    }
}
