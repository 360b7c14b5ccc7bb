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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the spans of one partition's lanes. Everything it holds can be had again from Tempo and the ledger. */
final class TracePolling implements Polling {
    private static final Logger LOG = LoggerFactory.getLogger(TracePolling.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** So often a window is asked for before it is given up as refused. */
    private static final int REFUSALS = 3;

    private final int partition;
    private final Sharing shared;
    private final Ledger ledger;
    private final TraceCollector collector;
    private final List<LaneSource> lanes = new ArrayList<>();
    private int failures;

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
                restore(source, contents.spans());
                lanes.add(source);
            }
        }
    }

    private void restore(LaneSource source, List<Ledger.Written<SpanWindow>> spans) {
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
            Instant at = all.stream()
                    .map(Ledger.Written::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            source.published(window, revision, newest, at);
        });
    }

    @Override
    public Duration pass() throws InterruptedException {
        if (lanes.isEmpty()) {
            return IDLE;
        }
        boolean busy = false;
        boolean failed = false;
        for (LaneSource lane : lanes) {
            Instant now = shared.clock().instant();
            TimeWindow next = shared.schedule().next(lane.progress, now, 1).orElse(null);
            if (next != null) {
                boolean done = read(lane, next, 0);
                busy |= done;
                failed |= !done;
            }
            report(lane);
            for (List<Audits.Counted> run : lane.audits.due(now)) {
                for (Audits.Counted due : failed ? List.<Audits.Counted>of() : run) {
                    failed |= !read(lane, due.window(), due.revision() + 1);
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        failures = failed ? failures + 1 : 0;
        return failed ? pauseAfterFailure() : busy ? Duration.ZERO : IDLE;
    }

    private Duration pauseAfterFailure() {
        Duration pause = Duration.ofMillis(500L << Math.min(failures, 6));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void report(LaneSource lane) {
        Instant now = shared.clock().instant();
        Instant settled = shared.schedule().settled(now);
        List<TimeWindow> missing = lane.progress.missing(settled);
        Instant oldest = missing.isEmpty() ? settled : missing.getFirst().start();
        shared.status().at(partition, lane.id, oldest, shared.schedule().behind(lane.progress, now));
    }

    /**
     * Reads a window for the first time or, as a later revision, again.
     *
     * @return whether it is dealt with
     */
    private boolean read(LaneSource lane, TimeWindow window, int revision) {
        return switch (collector.collect(window, lane.lane, shared.lanes())) {
            case TraceCollector.Outcome.Complete(Collection<TraceSpans> traces, Sampling sampling) -> {
                shared.status().answered(SourceId.Kind.TRACES);
                lane.answered();
                publish(lane, window, revision, traces, sampling);
                yield true;
            }
            case TraceCollector.Outcome.Failed(Reply<?> reply) -> failed(lane, window, revision, reply);
        };
    }

    private boolean failed(LaneSource lane, TimeWindow window, int revision, Reply<?> reply) {
        return switch (reply) {
            case Reply.Answered<?> _ -> throw new IllegalArgumentException("an answer is no failure");
            case Reply.Unavailable<?>(Reply.Reason _, String words) -> {
                shared.status().failed(SourceId.Kind.TRACES, words);
                yield false;
            }
            case Reply.Refused<?>(int status, String words) -> {
                shared.status().failed(SourceId.Kind.TRACES, status + " " + words);
                boolean final400 = (status == 400 || status == 422) && lane.refused() >= REFUSALS;
                if (final400) {
                    giveUp(lane, window, revision, words);
                }
                yield final400;
            }
        };
    }

    private void giveUp(LaneSource lane, TimeWindow window, int revision, String words) {
        lane.answered();
        Instant now = shared.clock().instant();
        if (revision > 0) {
            lane.audits.passed(window, now);
            return;
        }
        LOG.warn("{} {}: Tempo refused: {}", lane.id.name(), window, words);
        shared.status().gap();
        lane.progress = lane.progress.withGap(new Gap(window, "Tempo refused: " + words));
        Batch batch = Batch.empty();
        batch.watermarks().add(lane.watermark(shared.schedule().lag(), now));
        ledger.commit(batch);
    }

    private void publish(
            LaneSource lane, TimeWindow window, int revision, Collection<TraceSpans> traces, Sampling sampling) {
        SpanTally tally = new SpanTally(shared.scope(), window, lane.lane, shared.lanes());
        traces.forEach(tally::add);
        List<SpanWindow> spans = tally.close(lane.known(window), revision, sampling);
        Instant now = shared.clock().instant();
        if (revision > 0 && lane.audits.holds(window, LaneSource.total(spans))) {
            lane.audits.passed(window, now);
            return;
        }
        long behindBefore = shared.schedule().behind(lane.progress, now);
        lane.progress = lane.progress.withRead(window);
        lane.published(window, revision, spans, now);
        Batch batch = Batch.empty();
        batch.spans().addAll(spans);
        batch.watermarks().add(lane.watermark(shared.schedule().lag(), now));
        ledger.commit(batch);
        note(lane, window, revision, traces, behindBefore);
    }

    private void note(
            LaneSource lane, TimeWindow window, int revision, Collection<TraceSpans> traces, long behindBefore) {
        shared.status()
                .read(
                        SourceId.Kind.TRACES,
                        traces.stream().mapToLong(trace -> trace.spans().size()).sum(),
                        1);
        if (revision > 0) {
            shared.status().revised();
            LOG.info("{} {}: spans came late, revision {}", lane.id.name(), window, revision);
        } else if (behindBefore > 1) {
            LOG.info("catching up {}: {} windows to go", lane.id.name(), behindBefore - 1);
        }
    }
}
