package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly.Expected;
import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Severity;
import java.util.List;

/**
 * Errors a request: the upper tail of a negative binomial distribution whose mean is the usual share of the requests that
 * came, or by what small rises add up to ({@link Drift}). Told from twice the usual share and three errors.
 */
final class ErrorDetector {
    private static final double TIMES = 2;
    private static final double TIMES_TO_STAY = 1.5;
    private static final int ERRORS = 3;
    private static final double CRITICAL = 0.25;
    private static final double WARNING = 0.02;

    private ErrorDetector() {}

    /**
     * @param explained whether one of the service's operations is out of the usual, which then says it all
     * @return whether this is
     */
    static boolean judge(Load load, Bench bench, boolean explained) {
        if (load.requests() == 0) {
            return false;
        }
        Series series = new Series(Series.Source.SPANS, AnomalyKind.ERROR_RATE, load.operation());
        String name = "errors/" + load.operation();
        Verdict verdict = bench.look(name, load.errors(), load.requests());
        boolean deviates = deviates(verdict, bench.isOpen(series));
        Expectation expected = verdict.expected();
        if (deviates && !explained && expected != null) {
            bench.raise(deviation(series, load, verdict, expected, bench));
        }
        bench.settle(name, verdict, deviates, Measure.SHARE);
        return deviates;
    }

    private static boolean deviates(Verdict verdict, boolean isOpen) {
        boolean high = verdict.rises(isOpen) && verdict.timesExpected() >= (isOpen ? TIMES_TO_STAY : TIMES);
        return (high || verdict.drifts(isOpen)) && (isOpen || verdict.events() >= ERRORS);
    }

    private static Deviation deviation(Series series, Load load, Verdict verdict, Expectation expected, Bench bench) {
        double usual = verdict.state().baseline().rate();
        Severity severity = severity(load.errorRate());
        String reason = Words.percent(load.errorRate()) + " of the requests to " + Words.subject(load.operation())
                + " failed (" + load.errors() + " of " + load.requests() + ") where " + Words.percent(usual)
                + " is usual; "
                + switch (severity) {
                    case CRITICAL -> "a quarter or more fails.";
                    case WARNING -> "users will notice.";
                    case INFO -> "few of all requests.";
                };
        double requests = load.requests();
        return new Deviation(
                series,
                bench.onset(verdict.windowsBefore()),
                "errors/request",
                new Expected(expected.low() / requests, usual, Math.min(1, expected.high() / requests)),
                load.errorRate(),
                verdict.driftScore(),
                severity,
                reason,
                bench.evidence(List.of(), load.failed()),
                load.selfShare());
    }

    private static Severity severity(double rate) {
        if (rate >= CRITICAL) {
            return Severity.CRITICAL;
        }
        return rate >= WARNING ? Severity.WARNING : Severity.INFO;
    }
}
