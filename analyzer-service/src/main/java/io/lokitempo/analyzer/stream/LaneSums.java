package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.topic.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the lanes of a service's window up. A window goes on when all its lanes are there, or when the service is two
 * windows further: a lane that never saw the service says nothing of it. Each later reading of a lane makes a new
 * sum.
 */
final class LaneSums extends ContextualProcessor<String, SpanWindow, String, ServiceSpans> {
    /** The last audit of a window comes 70 minutes after it was first read; LOOKBACK's preset is an hour. */
    private static final Duration KEPT = Duration.ofHours(3);

    private static final Logger LOG = LoggerFactory.getLogger(LaneSums.class);
    private static final int WINDOWS_WAITED = 2;
    private static final char END = '\u0002';
    private static final char SEPARATOR = '\u0001';

    private KeyValueStore<String, SpanWindow> lanes;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    LaneSums() {}

    @Override
    public void init(ProcessorContext<String, ServiceSpans> context) {
        super.init(context);
        lanes = context.getStateStore(FindingStores.LANES);
    }

    @Override
    public void process(Record<String, SpanWindow> record) {
        SpanWindow read = record.value();
        String service = Keys.of(read);
        String key = key(service, read.window().start(), read.lane());
        SpanWindow before = lanes.get(key);
        if (before != null && before.revision() >= read.revision()) {
            return;
        }
        Instant newestBefore = newest(service);
        List<SpanWindow> earlier = of(service, read.window().start());
        lanes.put(key, read);
        Instant newest =
                read.window().start().isAfter(newestBefore) ? read.window().start() : newestBefore;
        Instant settled = newest.minus(read.window().length().multipliedBy(WINDOWS_WAITED));
        if (newest.isAfter(newestBefore)) {
            forwardWaiting(service, newestBefore, settled, record);
            forget(service, newest.minus(KEPT));
        }
        ServiceSpans sum = ServiceSpans.sum(of(service, read.window().start()));
        if (read.revision() > 0 && !sum.complete() && read.window().start().isBefore(newest.minus(KEPT))) {
            LOG.warn(
                    "{} {}: lane {} came later than its others are kept for; the sum stays",
                    service,
                    read.window(),
                    read.lane());
            return;
        }
        if (sum.complete() || !read.window().start().isAfter(settled)) {
            context()
                    .forward(record.withKey(service)
                            .withValue(earlier.isEmpty() ? sum : sum.covering(ServiceSpans.sum(earlier))));
        }
    }

    /** Windows that were waiting for lanes until now. */
    private void forwardWaiting(
            String service, Instant newestBefore, Instant settled, Record<String, SpanWindow> record) {
        if (record.value().lanes() == 1 || newestBefore.equals(Instant.EPOCH)) {
            return;
        }
        Duration waited = record.value().window().length().multipliedBy(WINDOWS_WAITED);
        TreeMap<Instant, List<SpanWindow>> waiting = new TreeMap<>();
        try (KeyValueIterator<String, SpanWindow> range = lanes.range(
                from(service, newestBefore.minus(waited).plusSeconds(1)), from(service, settled.plusSeconds(1)))) {
            range.forEachRemaining(
                    lane -> waiting.computeIfAbsent(lane.value.window().start(), _ -> new ArrayList<>())
                            .add(lane.value));
        }
        waiting.values().stream()
                .map(ServiceSpans::sum)
                .filter(sum -> !sum.complete())
                .forEach(sum -> context().forward(record.withKey(service).withValue(sum)));
    }

    private void forget(String service, Instant before) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, SpanWindow> range =
                lanes.range(from(service, Instant.EPOCH), from(service, before))) {
            range.forEachRemaining(lane -> old.add(lane.key));
        }
        old.forEach(lanes::delete);
    }

    private Instant newest(String service) {
        try (KeyValueIterator<String, SpanWindow> newestFirst =
                lanes.reverseRange(from(service, Instant.EPOCH), service + END)) {
            KeyValue<String, SpanWindow> newest = newestFirst.hasNext() ? newestFirst.next() : null;
            return newest == null ? Instant.EPOCH : newest.value.window().start();
        }
    }

    private List<SpanWindow> of(String service, Instant start) {
        List<SpanWindow> found = new ArrayList<>();
        String prefix = from(service, start);
        try (KeyValueIterator<String, SpanWindow> range = lanes.range(prefix, prefix + END)) {
            range.forEachRemaining(lane -> found.add(lane.value));
        }
        return found;
    }

    private static String from(String service, Instant start) {
        return service + SEPARATOR + String.format("%012d", start.getEpochSecond());
    }

    private static String key(String service, Instant start, int lane) {
        return from(service, start) + SEPARATOR + String.format("%04d", lane);
    }
}
