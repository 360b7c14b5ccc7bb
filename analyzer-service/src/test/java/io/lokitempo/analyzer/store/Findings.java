package io.lokitempo.analyzer.store;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.ServiceEdge;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Findings as they come over Kafka. */
final class Findings {
    static final Scope SCOPE = new Scope(TenantId.DEFAULT, "0123abcd");
    static final ServiceName CHECKOUT = new ServiceName("checkout");
    static final TraceId TRACE = TraceId.of("4bf92f3577b34da6a3ce929d0e0e4736");

    private Findings() {}

    static TimeWindow minuteAt(Instant start) {
        return new TimeWindow(start, start.plus(Duration.ofMinutes(1)));
    }

    static PatternCounts logs(Instant start, int revision, PatternCount... patterns) {
        long total = Stream.of(patterns).mapToLong(PatternCount::count).sum();
        return new PatternCounts(
                SCOPE,
                CHECKOUT,
                minuteAt(start),
                revision,
                total,
                0,
                total == 0 ? Map.of() : Map.of(LogLevel.ERROR, total),
                List.of(patterns),
                Sampling.EXACT);
    }

    static PatternCount pattern(String id, long count) {
        return new PatternCount(id, count, LogLevel.ERROR, List.of(TRACE), null);
    }

    static LogPattern template(String id, String sample) {
        return new LogPattern(id, SCOPE, CHECKOUT, "failed <num>", LogLevel.ERROR, Instant.EPOCH, sample, null);
    }

    static ServiceWindow requests(Instant start, int revision, long requests) {
        long[] nanos = new long[(int) requests];
        java.util.Arrays.fill(nanos, 100_000_000L);
        return new ServiceWindow(
                SCOPE,
                minuteAt(start),
                revision,
                new OperationStats(
                        new Operation(CHECKOUT, "POST /checkout", SpanKind.SERVER, "1.0"),
                        requests,
                        1,
                        LatencySketch.of(nanos),
                        requests * 50_000_000L,
                        List.of(new Exemplar(TRACE, 100_000_000L, true))),
                Sampling.EXACT);
    }

    static ServiceEdge calls(Instant start, int revision, long calls) {
        return new ServiceEdge(
                SCOPE,
                minuteAt(start),
                revision,
                new CallStats(new ServiceName("web"), CHECKOUT, calls, 0, LatencySketch.of(5_000_000L)),
                Sampling.EXACT);
    }
}
