package io.lokitempo.analyzer.poll;

import io.lokitempo.analyzer.aggregate.SpanTally;
import io.lokitempo.analyzer.aggregate.TraceSpans;
import io.lokitempo.finding.Gap;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SourceId;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.upstream.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the spans of one partition's lanes. Everything it holds can be had again from Tempo and the ledger. */
final class TracePolling implements Polling {
    private static final Logger LOG = LoggerFactory.getLogger(TracePolling.class);
    /** So often a window is asked for before it is given up as refused. */
    private static final int REFUSALS = 3;
    /** How long before the last writing a window can have been read whose audits are still owed; so far is read back. */
    private static final Duration OVERDUE = LaneSource.AUDITS.getLast().plusMinutes(10);
    /** Requests and calls of the windows that are read again at once; more would seldom fit into one search. */
    private static final long TOGETHER = 1_000;

    private final int partition;
    private final Sharing shared;
    private final Ledger ledger;
    private final TraceCollector collector;
    private final List<LaneSource> lanes = new ArrayList<>();
    private final Pauses pauses = new Pauses();

    /** What the pollers of all partitions have in common. */
    record Sharing(
            Scope scope, SpanStore spans, Schedule schedule, int lanes, int budget, PollStatus status, Clock clock) {}

    TracePolling(
            int partition, ServicePartitioner partitioner, Sharing shared, Ledger ledger, Ledger.Contents contents) {
        this.partition = partition;
        this.shared = shared;
        this.ledger = ledger;
        this.collector = new TraceCollector(shared.spans(), shared.budget());
        Map<SourceId, Watermark> marks =
                contents.watermarks().stream().collect(Collectors.toMap(Watermark::source, mark -> mark));
        for (int lane = 0; lane < shared.lanes(); lane++) {
            SourceId id = new SourceId(shared.scope(), SourceId.Kind.TRACES, "lane-" + lane);
            if (partitioner.of(id) == partition) {
                Watermark mark = marks.get(id);
                Progress progress =
                        mark == null ? shared.schedule().fresh(shared.clock().instant()) : Progress.of(mark);
                LaneSource source = new LaneSource(id, lane, progress);
                restore(source, mark == null ? shared.clock().instant() : mark.updatedAt(), contents.spans());
                lanes.add(source);
            }
        }
    }

    /** @param written when the source's watermark was */
    private void restore(LaneSource source, Instant written, List<Ledger.Written<SpanWindow>> spans) {
        Map<TimeWindow, List<Ledger.Written<SpanWindow>>> byWindow = spans.stream()
                .filter(one -> one.value().scope().equals(shared.scope()))
                .filter(one -> one.value().lane() == source.lane && one.value().lanes() == shared.lanes())
                .collect(Collectors.groupingBy(one -> one.value().window(), TreeMap::new, Collectors.toList()));
        byWindow.forEach((window, all) -> {
            int revision =
                    all.stream().mapToInt(one -> one.value().revision()).max().orElse(0);
            List<SpanWindow> newest = all.stream()
                    .map(Ledger.Written::value)
                    .filter(one -> one.revision() == revision)
                    .toList();
            List<Instant> times = all.stream().map(Ledger.Written::at).sorted().toList();
            source.published(window, revision, newest, times.getFirst(), times.getLast());
        });
        // Nobody to publish it for was known, so that nothing tells when it was read: all its audits are owed.
        Instant oldest = oldestOwed(source.progress, written);
        source.progress.read().stream()
                .filter(stretch -> stretch.end().isAfter(oldest))
                .flatMap(stretch -> shared.schedule().windowsOf(stretch).stream())
                .filter(window -> window.end().isAfter(oldest) && !byWindow.containsKey(window))
                .forEach(window -> source.published(window, 0, List.of(), written, window.end()));
    }

    /** A source begun lately has read its history lately; of another only what happened lately was. */
    private Instant oldestOwed(Progress progress, Instant written) {
        Instant lately = written.minus(OVERDUE);
        return shared.schedule().begun(progress).isAfter(lately) ? progress.begin() : lately;
    }

    @Override
    public Duration pass() throws InterruptedException {
        boolean busy = false;
        boolean failed = false;
        for (LaneSource lane : lanes) {
            Step read = readNext(lane);
            shared.status().at(partition, lane.id, lane.progress, shared.schedule());
            Step audited = read instanceof Step.Unavailable ? read : readAgain(lane);
            busy |= read instanceof Step.Moved || audited instanceof Step.Moved;
            failed |= audited instanceof Step.Unavailable || read instanceof Step.Refused;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return failed ? pauses.afterFailure() : pauses.after(busy);
    }

    private Step readNext(LaneSource lane) {
        List<Gap> tooOld = shared.schedule().tooOld(lane.progress, now(), Optional.empty());
        for (Gap gap : tooOld) {
            LOG.warn("{} {}: {}", lane.id.name(), gap.window(), gap.reason());
            shared.status().gap();
            lane.progress = lane.progress.withGap(gap);
        }
        if (!tooOld.isEmpty()) {
            commit(lane, List.of());
        }
        Optional<TimeWindow> next = shared.schedule().next(lane.progress, now(), 1);
        return next.isPresent() ? read(lane, next.get(), 0) : Step.NOTHING;
    }

    /** Reads windows again that may have lacked spans, some at a time, so that what happens now does not wait for them. */
    private Step readAgain(LaneSource lane) {
        List<List<Audits.Counted>> due = lane.audits.due(now());
        if (due.isEmpty()) {
            return Step.NOTHING;
        }
        List<Audits.Counted> some = atOnce(due.getFirst(), lane.stride());
        Step step = some.size() == 1 ? readAgain(lane, some.getFirst()) : readAgain(lane, some);
        return step instanceof Step.Nothing ? Step.MOVED : step;
    }

    private static List<Audits.Counted> atOnce(List<Audits.Counted> run, int most) {
        long total = run.getFirst().total();
        int windows = 1;
        while (windows < Math.min(run.size(), most) && total + run.get(windows).total() <= TOGETHER) {
            total += run.get(windows++).total();
        }
        return run.subList(0, windows);
    }

    private Step readAgain(LaneSource lane, Audits.Counted due) {
        Step step = read(lane, due.window(), due.revision() + 1);
        lane.longerStride();
        return step;
    }

    private Step readAgain(LaneSource lane, List<Audits.Counted> run) {
        TimeWindow range = new TimeWindow(
                run.getFirst().window().start(), run.getLast().window().end());
        Optional<TraceCollector.Outcome> collected = collector.collectAtOnce(range, run.size());
        if (collected.isEmpty()) {
            lane.shorterStride();
            return Step.MOVED;
        }
        return switch (collected.get()) {
            case TraceCollector.Outcome.Complete(Collection<TraceSpans> traces, Sampling sampling) -> {
                shared.status().answered(SourceId.Kind.TRACES);
                lane.answered();
                lane.longerStride();
                run.forEach(due -> publish(lane, due.window(), due.revision() + 1, traces, sampling));
                yield Step.MOVED;
            }
            case TraceCollector.Outcome.Failed(Reply<?> reply) -> {
                lane.shorterStride(); // what is too much at once may be answered in parts
                Step failure = Step.failed(reply);
                if (failure instanceof Step.Unavailable(String words)) {
                    shared.status().failed(SourceId.Kind.TRACES, words);
                }
                yield failure;
            }
        };
    }

    /** Reads a window for the first time or, as a later revision, again. */
    private Step read(LaneSource lane, TimeWindow window, int revision) {
        return switch (collector.collect(window, lane.lane, shared.lanes())) {
            case TraceCollector.Outcome.Complete(Collection<TraceSpans> traces, Sampling sampling) -> {
                shared.status().answered(SourceId.Kind.TRACES);
                lane.answered();
                yield publish(lane, window, revision, traces, sampling);
            }
            case TraceCollector.Outcome.Failed(Reply<?> reply) -> {
                Step failure = Step.failed(reply);
                switch (failure) {
                    case Step.Unavailable(String words) -> shared.status().failed(SourceId.Kind.TRACES, words);
                    case Step.Refused(String words) -> {
                        shared.status().failed(SourceId.Kind.TRACES, words);
                        if (lane.refused() >= REFUSALS) {
                            giveUp(lane, window, revision, words);
                        }
                    }
                    case Step.Nothing _, Step.Moved _ -> {}
                }
                yield failure;
            }
        };
    }

    private void giveUp(LaneSource lane, TimeWindow window, int revision, String words) {
        lane.answered();
        if (revision > 0) {
            lane.passed(window, now());
            return;
        }
        LOG.warn("{} {}: Tempo refused: {}", lane.id.name(), window, words);
        shared.status().gap();
        lane.progress = lane.progress.withGap(new Gap(window, "Tempo refused: " + words));
        commit(lane, List.of());
    }

    private Step publish(
            LaneSource lane, TimeWindow window, int revision, Collection<TraceSpans> traces, Sampling sampling) {
        SpanTally tally = new SpanTally(shared.scope(), window, lane.lane, shared.lanes());
        traces.forEach(tally::add);
        List<SpanWindow> read = tally.close(lane.known(window), revision, sampling);
        List<SpanWindow> spans = sampling == Sampling.SAMPLED ? withTotals(window, read) : read;
        if (revision > 0 && !SpanTotals.of(spans).isNewsAfter(lane.totals(window))) {
            lane.passed(window, now());
            return Step.NOTHING;
        }
        lane.progress = lane.progress.withRead(window);
        lane.published(window, revision, spans, now(), now());
        commit(lane, spans);
        note(lane, window, revision, traces);
        return Step.MOVED;
    }

    /** A sample tells rates only where the server counts besides; it counts whole windows, not lanes. */
    private List<SpanWindow> withTotals(TimeWindow window, List<SpanWindow> sample) {
        return shared.lanes() > 1
                ? sample
                : shared.spans()
                        .requests(window)
                        .answered()
                        .filter(totals -> !totals.operations().isEmpty())
                        .map(totals -> totals.applied(sample))
                        .orElse(sample);
    }

    private void commit(LaneSource lane, List<SpanWindow> spans) {
        Batch batch = Batch.empty();
        batch.spans().addAll(spans);
        batch.watermarks().add(lane.watermark(shared.schedule().lag(), now()));
        ledger.commit(batch);
    }

    private void note(LaneSource lane, TimeWindow window, int revision, Collection<TraceSpans> traces) {
        long spans = traces.stream().mapToLong(trace -> trace.spans().size()).sum();
        shared.status().read(SourceId.Kind.TRACES, spans, 1);
        long behind = shared.schedule().behind(lane.progress, now());
        if (revision > 0) {
            shared.status().revised();
            LOG.info("{} {}: spans came late, revision {}", lane.id.name(), window, revision);
        } else if (behind > 1) {
            LOG.info("catching up {}: {} spans, {} windows to go", lane.id.name(), spans, behind);
        }
    }

    private Instant now() {
        return shared.clock().instant();
    }
}
