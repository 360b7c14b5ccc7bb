package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.mcp.live.RequestNumbers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a service is doing in a window.
 *
 * @param requests null where it answered none
 * @param lines NaN where unknown
 * @param errorLines NaN where unknown
 * @param anomaly the gravest, an open one before one that is over; null where there is none
 * @param silentSince when it was last seen, where that was before the window; the epoch where that is not known
 */
record Standing(
        String service,
        @Nullable RequestNumbers requests,
        double lines,
        double errorLines,
        @Nullable Anomaly anomaly,
        int anomalies,
        @Nullable Instant silentSince) {
    /** Also where its silence, or what went before it, is an anomaly. */
    boolean isSilent() {
        return silentSince != null;
    }

    boolean isJudged() {
        return anomaly != null;
    }

    /** Whether requests failed or errors were logged. */
    boolean fails() {
        return (requests != null && requests.errors() > 0) || errorLines > 0;
    }

    /** Open before over, then by severity. */
    int gravity() {
        return anomaly == null ? 0 : AnomalyRows.weight(anomaly);
    }

    double leastErrorRate() {
        return requests == null ? 0 : requests.leastErrorRate();
    }
}
