package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import java.util.List;

/**
 * Latency: how many requests were slower than the usual p95, than the usual p99, and than three times the usual p99. Each
 * is a share of requests and judged as errors are, by the upper tail of a negative binomial distribution, so that ten slow
 * requests of ten count for what they are and two of two do not, or by what small rises add up to ({@link Drift}). Told
 * where the share at least doubled and the quantile itself is a third higher (p95) or half as high again (p99).
 *
 * <p>The last of the three finds a tail where few requests come: that one in a hundred is slower than p99 is so by
 * definition, but that any is thrice as slow is rare, and a handful of them says more than their number.
 *
 * @param quantile 0 to 1
 * @param beyond times the usual quantile, from which a request counts as slow
 * @param factor by which the quantile must be higher
 */
record LatencyDetector(String name, double quantile, double beyond, double factor) {
    private static final LatencyDetector P95 = new LatencyDetector("p95", 0.95, 1, 1.33);
    private static final LatencyDetector P99 = new LatencyDetector("p99", 0.99, 1, 1.5);
    private static final LatencyDetector FAR = new LatencyDetector("p99", 0.99, 3, 1.5);

    private static final int SLOW_REQUESTS = 5;
    private static final double TIMES = 2;
    private static final double LEAST_GAIN = 0.01;
    private static final double LONGEST_STEP = 0.25;
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
        boolean wasOpen = bench.isOpen(series);
        double p99 = P99.usual(load, bench);
        boolean whole = P95.judge(series, load, P95.usual(load, bench), wasOpen, bench, explained);
        // The tail alone is told only where the bulk is as ever: one anomaly, not two.
        boolean tail = P99.judge(series, load, p99, wasOpen, bench, explained || whole);
        boolean far = FAR.judge(series, load, p99, wasOpen, bench, explained || whole || tail);
        return whole || tail || far;
    }

    private String key(Load load) {
        return (beyond > 1 ? "far/" : name + "/") + load.operation();
    }

    private double usual(Load load, Bench bench) {
        SeriesState known = bench.known(key(load));
        return known == null || known.anchor() == 0 ? (double) load.latency().quantileNanos(quantile) : known.anchor();
    }

    private boolean judge(Series series, Load load, double usual, boolean isOpen, Bench bench, boolean explained) {
        String key = key(load);
        double now = load.latency().quantileNanos(quantile);
        long slow = load.latency().countAbove((long) (usual * beyond));
        Verdict verdict =
                beyond > 1 ? bench.lookAtTheRare(key, slow, load.requests()) : bench.look(key, slow, load.requests());
        Expectation expected = verdict.expected();
        boolean high = verdict.rises(isOpen) && verdict.timesExpected() >= (isOpen ? 1 : TIMES);
        boolean deviates = (high || verdict.drifts(isOpen))
                && now >= usual * (isOpen ? Math.sqrt(factor) : factor)
                && (isOpen || verdict.events() >= SLOW_REQUESTS);
        if (deviates && !explained && expected != null) {
            bench.raise(deviation(series, load, verdict, usual, now, bench));
        }
        bench.settle(key, verdict, deviates, Measure.SHARE, anchor(verdict, usual));
        return deviates;
    }

    /**
     * The usual quantile, moved so that the share of slower requests becomes 1 - quantile, over all requests and not
     * window by window: the p99 of a dozen requests is just their slowest.
     *
     * @see <a href="https://doi.org/10.1214/aoms/1177729586">Robbins and Monro, A Stochastic Approximation Method,
     *     Annals of Mathematical Statistics 1951</a>
     */
    private double anchor(Verdict verdict, double usual) {
        double expected = (1 - quantile) * verdict.exposure();
        double error = (verdict.count() - expected) / Math.max(1, expected);
        double gain = Math.max(LEAST_GAIN, 1.0 / (verdict.state().baseline().windows() + 2));
        return usual * Math.exp(Math.clamp(gain * error, -LONGEST_STEP, LONGEST_STEP));
    }

    private Deviation deviation(Series series, Load load, Verdict verdict, double usual, double now, Bench bench) {
        double times = now / usual;
        Severity severity = severity(times);
        String reason = name + " of " + Words.subject(load.operation()) + " is " + Words.millis(now / NANOS_PER_MILLI)
                + " where " + Words.millis(usual / NANOS_PER_MILLI) + " is usual: "
                + Words.percent(verdict.count() / verdict.exposure()) + " of " + load.requests()
                + " requests are slower than " + (beyond > 1 ? Words.times(beyond) + " that, " : "that, ")
                + Words.times(times) + " the usual time; "
                + switch (severity) {
                    case CRITICAL -> "five times is an outage to many callers.";
                    case WARNING -> "users will notice.";
                    case INFO -> "less than double.";
                };
        return new Deviation(
                series,
                bench.onset(verdict.windowsBefore()),
                name + " ms",
                new Expected(
                        usual / factor / NANOS_PER_MILLI, usual / NANOS_PER_MILLI, usual * factor / NANOS_PER_MILLI),
                now / NANOS_PER_MILLI,
                verdict.driftScore(),
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
