package io.lokitempo.analyzer.stream;

import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Exemplar;
import io.lokitempo.finding.LatencySketch;
import io.lokitempo.finding.Operation;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.PatternCounts.PatternCount;
import io.lokitempo.finding.Sampling;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.telemetry.LogLevel;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.SpanKind;
import io.lokitempo.telemetry.TenantId;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.telemetry.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A small shop: web calls checkout, checkout calls payment. */
final class Telemetry {
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final Scope SCOPE = new Scope(TenantId.DEFAULT, "0123abcd");
    static final ServiceName WEB = new ServiceName("web");
    static final ServiceName CHECKOUT = new ServiceName("checkout");
    static final ServiceName PAYMENT = new ServiceName("payment");
    static final TraceId TRACE = TraceId.of("4bf92f3577b34da6a3ce929d0e0e4736");

    private Telemetry() {}

    static TimeWindow minute(int minute) {
        Instant start = START.plus(Duration.ofMinutes(minute));
        return new TimeWindow(start, start.plus(Duration.ofMinutes(1)));
    }

    /** Requests of about so many milliseconds, of which so many failed and a share is the service's own time. */
    static OperationStats operation(
            ServiceName service, String name, int requests, int errors, long millis, double own) {
        long[] nanos = new long[requests];
        Arrays.setAll(nanos, i -> millis * 1_000_000 * (90 + i % 20) / 100);
        LatencySketch latency = LatencySketch.of(nanos);
        return new OperationStats(
                new Operation(service, name, SpanKind.SERVER, "1.0"),
                requests,
                errors,
                latency,
                (long) (latency.sumNanos() * own),
                List.of(new Exemplar(TRACE, latency.maxNanos(), errors > 0)));
    }

    static SpanWindow lane(
            int minute, int lane, int lanes, int revision, ServiceName service, OperationStats... operations) {
        return new SpanWindow(
                SCOPE, service, minute(minute), lane, lanes, revision, List.of(operations), List.of(), Sampling.EXACT);
    }

    /** A service's minute, called by another. */
    static SpanWindow called(int minute, ServiceName caller, ServiceName service, OperationStats operation) {
        return new SpanWindow(
                SCOPE,
                service,
                minute(minute),
                0,
                1,
                0,
                List.of(operation),
                List.of(new CallStats(caller, service, operation.requests(), operation.errors(), operation.latency())),
                Sampling.EXACT);
    }

    static PatternCounts lines(int minute, ServiceName service, PatternCount... patterns) {
        return new PatternCounts(
                SCOPE,
                service,
                minute(minute),
                0,
                Stream.of(patterns).mapToLong(PatternCount::count).sum(),
                0,
                Map.of(),
                List.of(patterns),
                Sampling.EXACT);
    }

    static PatternCount pattern(String id, LogLevel level, long count) {
        return new PatternCount(id, count, level, List.of(TRACE), null);
    }

    /** The shop's minute: payment takes so many milliseconds and everyone waits for it. */
    static List<SpanWindow> shop(int minute, long paymentMillis, int paymentErrors) {
        return List.of(
                called(
                        minute,
                        ServiceName.UNKNOWN,
                        WEB,
                        operation(WEB, "POST /", 100, paymentErrors, 40 + paymentMillis, .1)),
                called(
                        minute,
                        WEB,
                        CHECKOUT,
                        operation(CHECKOUT, "POST /checkout", 100, paymentErrors, 20 + paymentMillis, .1)),
                called(
                        minute,
                        CHECKOUT,
                        PAYMENT,
                        operation(PAYMENT, "POST /charge", 100, paymentErrors, paymentMillis, .95)));
    }
}
