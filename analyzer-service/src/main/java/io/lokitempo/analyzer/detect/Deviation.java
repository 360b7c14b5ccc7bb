package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Severity;
import java.time.Instant;

/**
 * A series found out of the usual in one window.
 *
 * @param onset start of the window in which it began
 * @param selfShare how much of added time a service spent itself rather than waiting for others, 0 to 1; 0 where unknown
 */
record Deviation(
        Series series,
        Instant onset,
        String measure,
        Anomaly.Expected expected,
        double observed,
        double score,
        Severity severity,
        String reason,
        Anomaly.Evidence evidence,
        double selfShare) {}
