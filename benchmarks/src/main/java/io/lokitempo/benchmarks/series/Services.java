package io.lokitempo.benchmarks.series;

import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.LatencySketch;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What services of a usual size do in a minute: {@value #OPERATIONS} operations, {@value #PATTERNS} patterns of which one
 * in four warns or fails, two callers. The same minute of the same service is always the same.
 */
final class Services {
    static final int OPERATIONS = 10;
    static final int PATTERNS = 24;

    static final Scope SCOPE = new Scope(TenantId.DEFAULT, Scope.backendOf("series", "series"));

    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SKETCHES = 64;
    private static final int REQUESTS = 60;
    private static final double MEAN_LINES = 40;

    private final LatencySketch[] sketches = new LatencySketch[SKETCHES];

    Services() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < SKETCHES; i++) {
            sketches[i] = LatencySketch.of(random.doubles(REQUESTS - 5 + i % 10)
                    .mapToLong(u -> (long) (20e6 * Math.exp(2 * u)))
                    .toArray());
        }
    }

    static TimeWindow window(int minute) {
        Instant start = START.plus(MINUTE.multipliedBy(minute));
        return new TimeWindow(start, start.plus(MINUTE));
    }

    PatternCounts lines(int service, int minute) {
        SplittableRandom random = random(service, minute, 1);
        Map<LogLevel, Long> levels = new EnumMap<>(LogLevel.class);
        List<PatternCount> patterns = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < PATTERNS; i++) {
            long count = Math.max(0, Math.round(MEAN_LINES / (1 + i) + random.nextGaussian() * 2));
            LogLevel level = i % 8 == 3 ? LogLevel.WARN : i % 8 == 7 ? LogLevel.ERROR : LogLevel.INFO;
            if (count > 0) {
                patterns.add(new PatternCount("pat-%04d%04d".formatted(service, i), count, level, List.of(), null));
                levels.merge(level, count, Long::sum);
                total += count;
            }
        }
        return new PatternCounts(SCOPE, name(service), window(minute), 0, total, 0, levels, patterns, Sampling.EXACT);
    }

    ServiceSpans spans(int service, int minute) {
        SplittableRandom random = random(service, minute, 2);
        List<OperationStats> operations = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            LatencySketch latency = sketches[random.nextInt(SKETCHES)];
            operations.add(new OperationStats(
                    new Operation(name(service), "GET /%02d".formatted(i), SpanKind.SERVER, "1.0"),
                    latency.count(),
                    random.nextInt(3) == 0 ? 1 : 0,
                    latency,
                    (long) (latency.sumNanos() / 2),
                    List.of()));
        }
        List<CallStats> calls = List.of(call(service, service + 1, random), call(service, service + 2, random));
        return new ServiceSpans(SCOPE, name(service), window(minute), 0, true, operations, calls, Sampling.EXACT);
    }

    private CallStats call(int service, int caller, SplittableRandom random) {
        LatencySketch latency = sketches[random.nextInt(SKETCHES)];
        return new CallStats(name(caller), name(service), latency.count(), 0, latency);
    }

    private static ServiceName name(int service) {
        return new ServiceName("service-%05d".formatted(service));
    }

    private static SplittableRandom random(int service, int minute, int part) {
        return new SplittableRandom(((long) service << 32) + minute * 4L + part);
    }
}
