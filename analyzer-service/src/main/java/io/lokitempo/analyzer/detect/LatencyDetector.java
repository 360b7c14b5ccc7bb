package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import java.util.List;

/**
 * Latency: how many requests were slower than the usual p95, and than the usual p99. Each is a share of requests and
 * judged as errors are, by the upper tail of a negative binomial distribution, so that ten slow requests of ten count for
 * what they are and two of two do not. The usual quantile is a running mean in logarithms, a step of which is bounded.
 * Told where the share at least doubled and the quantile itself is a third higher (p95) or half as high again (p99).
 *
 * @param quantile 0 to 1
 * @param factor by which the quantile must be higher
 */
record LatencyDetector(String name, double quantile, double factor) {
    private static final LatencyDetector P95 = new LatencyDetector("p95", 0.95, 1.33);
    private static final LatencyDetector P99 = new LatencyDetector("p99", 0.99, 1.5);

    private static final int SLOW_REQUESTS = 5;
    private static final double TIMES = 2;
    private static final int ANCHOR_MEMORY = 120;
    private static final double LONGEST_STEP = 0.5;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * @param explained whether one of the service's operations is out of the usual, which then says it all
     * @return whether this is
     */
    static boolean judge(Load load, Bench bench, boolean explained) {
        if (load.requests() == 0) {
            return false;
        }
        Series series = new Series(Series.Source.SPANS, AnomalyKind.LATENCY, load.operation());
        boolean whole = P95.judge(series, load, bench, explained);
        // The tail alone is told only where the bulk is as ever: one anomaly, not two.
        boolean tail = P99.judge(series, load, bench, explained || whole);
        return whole || tail;
    }

    private boolean judge(Series series, Load load, Bench bench, boolean explained) {
        String key = name + "/" + load.operation();
        SeriesState known = bench.known(key);
        double now = load.latency().quantileNanos(quantile);
        double usual = known == null || known.anchor() == 0 ? now : known.anchor();
        long slow = load.latency().countAbove((long) usual);
        Verdict verdict = bench.look(key, slow, load.requests());
        Expectation expected = verdict.expected();
        boolean isOpen = bench.isOpen(series);
        boolean deviates = verdict.rises(isOpen)
                && verdict.timesExpected() >= (isOpen ? 1 : TIMES)
                && now >= usual * (isOpen ? Math.sqrt(factor) : factor)
                && (isOpen || slow >= SLOW_REQUESTS);
        if (deviates && !explained && expected != null) {
            bench.raise(deviation(series, load, verdict, usual, now, bench));
        }
        bench.settle(key, verdict, deviates, Measure.SHARE, anchor(verdict.state(), usual, now));
        return deviates;
    }

    private static double anchor(SeriesState state, double usual, double now) {
        if (now <= 0 || usual <= 0) {
            return usual;
        }
        double weight = 1.0 / Math.min(state.baseline().windows() + 1, ANCHOR_MEMORY);
        return usual * Math.exp(weight * Math.clamp(Math.log(now / usual), -LONGEST_STEP, LONGEST_STEP));
    }

    private Deviation deviation(Series series, Load load, Verdict verdict, double usual, double now, Bench bench) {
        double times = now / usual;
        Severity severity = severity(times);
        String reason = name + " of " + Words.subject(load.operation()) + " is " + Words.millis(now / NANOS_PER_MILLI)
                + " where " + Words.millis(usual / NANOS_PER_MILLI) + " is usual: "
                + Words.percent(verdict.count() / verdict.exposure()) + " of " + load.requests()
                + " requests are slower than that, " + Words.times(times) + " the usual time; "
                + switch (severity) {
                    case CRITICAL -> "five times is an outage to many callers.";
                    case WARNING -> "users will notice.";
                    case INFO -> "less than double.";
                };
        return new Deviation(
                series,
                bench.onset(verdict.beganBeforeRising()),
                name + " ms",
                new Expected(
                        usual / factor / NANOS_PER_MILLI, usual / NANOS_PER_MILLI, usual * factor / NANOS_PER_MILLI),
                now / NANOS_PER_MILLI,
                verdict.riseScore(),
                severity,
                reason,
                bench.evidence(List.of(), load.slowest()),
                load.selfShare());
    }

    private static Severity severity(double times) {
        if (times >= 5) {
            return Severity.CRITICAL;
        }
        return times >= 2 ? Severity.WARNING : Severity.INFO;
    }
}
