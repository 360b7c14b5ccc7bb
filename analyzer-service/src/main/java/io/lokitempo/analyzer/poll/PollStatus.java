package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.SourceId;
import io.lokitempo.telemetry.TimeWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How polling is going, for health and meters. Safe for use by many threads. */
final class PollStatus {
    private final Clock clock;
    private final Map<SourceId, At> sources = new ConcurrentHashMap<>();
    private final Map<Integer, String> partitions = new ConcurrentHashMap<>();
    private final Map<SourceId.Kind, String> lastErrors = new ConcurrentHashMap<>();
    private final Map<SourceId.Kind, Counter> read = new EnumMap<>(SourceId.Kind.class);
    private final Counter windows;
    private final Counter revised;
    private final Counter gaps;
    private final Counter aborts;

    /**
     * Where a source is.
     *
     * @param oldest start of the oldest window that has settled and is not read
     * @param behind windows that have settled and are not read
     */
    record At(int partition, Instant oldest, long behind) {}

    /** The sources of one kind together. */
    record Summary(long sources, long behind, Duration lag, String worst) {}

    PollStatus(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        read.put(SourceId.Kind.LOGS, meters.counter("lokitempo.poll.lines"));
        read.put(SourceId.Kind.TRACES, meters.counter("lokitempo.poll.spans"));
        windows = meters.counter("lokitempo.poll.windows");
        revised = meters.counter("lokitempo.poll.windows.revised");
        gaps = meters.counter("lokitempo.poll.gaps");
        aborts = meters.counter("lokitempo.poll.transactions.aborted");
        for (SourceId.Kind kind : SourceId.Kind.values()) {
            Gauge.builder("lokitempo.poll.lag", () ->
                            (double) summary(kind).lag().toSeconds())
                    .tag("source", kind.name().toLowerCase(java.util.Locale.ROOT))
                    .baseUnit("seconds")
                    .description("age of the oldest window not read yet, of the source that is furthest behind")
                    .register(meters);
        }
    }

    void at(int partition, SourceId source, Progress progress, Schedule schedule) {
        Instant settled = schedule.settled(clock.instant());
        Instant oldest = progress.missing(settled).stream()
                .map(TimeWindow::start)
                .findFirst()
                .orElse(settled);
        sources.put(source, new At(partition, oldest, schedule.behind(progress, clock.instant())));
    }

    void read(SourceId.Kind kind, long items, int windowsRead) {
        read.getOrDefault(kind, windows).increment((double) items);
        windows.increment(windowsRead);
    }

    void revised() {
        revised.increment();
    }

    void gap() {
        gaps.increment();
    }

    void aborted() {
        aborts.increment();
    }

    void failed(SourceId.Kind kind, String words) {
        lastErrors.put(kind, words);
    }

    void answered(SourceId.Kind kind) {
        lastErrors.remove(kind);
    }

    void partition(int partition, String state) {
        partitions.put(partition, state);
    }

    void left(int partition) {
        partitions.remove(partition);
        sources.values().removeIf(at -> at.partition() == partition);
    }

    Map<Integer, String> partitions() {
        return new TreeMap<>(partitions);
    }

    Optional<String> lastError(SourceId.Kind kind) {
        return Optional.ofNullable(lastErrors.get(kind));
    }

    Summary summary(SourceId.Kind kind) {
        Instant now = clock.instant();
        long count = 0;
        long behind = 0;
        Duration lag = Duration.ZERO;
        String worst = "";
        for (Map.Entry<SourceId, At> source : sources.entrySet()) {
            if (source.getKey().kind() == kind) {
                At at = source.getValue();
                count++;
                behind += at.behind();
                Duration own = at.behind() == 0 ? Duration.ZERO : Duration.between(at.oldest(), now);
                if (own.compareTo(lag) > 0) {
                    lag = own;
                    worst = source.getKey().name();
                }
            }
        }
        return new Summary(count, behind, lag, worst);
    }
}
