package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.MuteRules;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A service whose minutes are told one by one, and what was found. */
final class Timeline {
    static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
    static final Scope SCOPE = new Scope(TenantId.DEFAULT, "0123abcd");
    static final ServiceName CHECKOUT = new ServiceName("checkout");
    static final TraceId TRACE = TraceId.of("4bf92f3577b34da6a3ce929d0e0e4736");

    private final Detection detection =
            new Detection(FalseAlarmBudget.DEFAULT, Duration.ofMinutes(15), () -> this.muting);
    private final Map<String, SeriesState> states = new HashMap<>();
    private final Map<String, SeasonSlot> slots = new HashMap<>();
    private final SplittableRandom random;
    private ServiceMemory memory = ServiceMemory.EMPTY;
    MuteRules muting = MuteRules.NONE;
    final List<Anomaly> told = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();

    Timeline(long seed) {
        random = new SplittableRandom(seed);
    }

    static TimeWindow minute(int minute) {
        Instant start = MIDNIGHT.plus(Duration.ofMinutes(minute));
        return new TimeWindow(start, start.plus(Duration.ofMinutes(1)));
    }

    void requests(int minute, OperationStats... operations) {
        List<OperationStats> stats = List.of(operations);
        take(new ServiceSpans(SCOPE, CHECKOUT, minute(minute), 0, true, stats, List.of(), Sampling.EXACT));
    }

    void calls(int minute, CallStats... calls) {
        take(new ServiceSpans(SCOPE, CHECKOUT, minute(minute), 0, true, List.of(), List.of(calls), Sampling.EXACT));
    }

    private void take(ServiceSpans spans) {
        keep(detection.take(spans, memory, series()));
    }

    void lines(int minute, PatternCount... patterns) {
        lines(minute, 0, patterns);
    }

    void lines(int minute, int revision, PatternCount... patterns) {
        long total = Stream.of(patterns).mapToLong(PatternCount::count).sum();
        keep(detection.take(
                new PatternCounts(
                        SCOPE,
                        CHECKOUT,
                        minute(minute),
                        revision,
                        total,
                        0,
                        Map.of(),
                        Stream.of(patterns).filter(seen -> seen.count() > 0).toList(),
                        Sampling.EXACT),
                memory,
                series()));
    }

    /** A pattern is born. */
    void born(String id, String template, LogLevel level) {
        memory = detection.learn(
                new LogPattern(id, SCOPE, CHECKOUT, template, level, MIDNIGHT, template, null), memory, series());
    }

    private void keep(Detection.Outcome outcome) {
        memory = outcome.memory();
        outcome.told().forEach(one -> told.add(one.anomaly()));
        changes.addAll(outcome.changes());
    }

    private SeriesMemory series() {
        return new SeriesMemory() {
            @Override
            public @org.jspecify.annotations.Nullable SeriesState get(String series) {
                return states.get(series);
            }

            @Override
            public void put(String series, SeriesState state) {
                states.put(series, state);
            }

            @Override
            public @org.jspecify.annotations.Nullable SeasonSlot slot(String series, int hour) {
                return slots.get(series + "@" + hour);
            }

            @Override
            public void put(String series, int hour, SeasonSlot slot) {
                slots.put(series + "@" + hour, slot);
            }
        };
    }

    /** Requests that take about 100 ms, log-normal, times a factor. */
    OperationStats operation(String name, double rate, double errorShare, double slowness) {
        return operation(name, "1.0", rate, errorShare, slowness);
    }

    OperationStats operation(String name, String version, double rate, double errorShare, double slowness) {
        int requests = poisson(rate);
        long[] nanos = new long[requests];
        int errors = 0;
        for (int i = 0; i < requests; i++) {
            nanos[i] = (long) (100e6 * slowness * Math.exp(0.3 * gaussian()));
            errors += random.nextDouble() < errorShare ? 1 : 0;
        }
        LatencySketch latency = LatencySketch.of(nanos);
        return new OperationStats(
                new Operation(CHECKOUT, name, SpanKind.SERVER, version),
                requests,
                errors,
                latency,
                (long) (latency.sumNanos() / 2),
                List.of(new Exemplar(TRACE, latency.maxNanos(), errors > 0)));
    }

    PatternCount info(double rate) {
        return new PatternCount("pat-info", poisson(rate), LogLevel.INFO, List.of(), null);
    }

    static PatternCount info(String id, long count) {
        return new PatternCount(id, count, LogLevel.INFO, List.of(), null);
    }

    static PatternCount error(String id, long count) {
        return new PatternCount(id, count, LogLevel.ERROR, List.of(TRACE), "boom");
    }

    /** Between half and one and a half over the day, slowest at midnight. */
    static double daily(int minute) {
        return 1 - 0.5 * Math.cos(2 * Math.PI * minute / 1_440);
    }

    int poisson(double mean) {
        if (mean > 200) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()));
        }
        double product = 1;
        int count = -1;
        for (double limit = Math.exp(-mean); product > limit; count++) {
            product *= random.nextDouble();
        }
        return Math.max(0, count);
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
