package io.lokitempo.mcp.tool;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.State;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Anomalies of a window and since: those that are open first, the gravest first. */
record AnomaliesNear(List<Anomaly> all) {
    private static final int MOST = 500;

    /** None where findings cannot be read: they only stand beside what is told. */
    static AnomaliesNear of(Findings findings, Occasion occasion, TimeWindow window) {
        TimeWindow since = occasion.now().isAfter(window.end()) && isRecent(occasion, window)
                ? new TimeWindow(window.start(), occasion.now())
                : window;
        return new AnomaliesNear(
                findings
                        .anomalies(occasion.settings().scope(), since, null, null, null, MOST)
                        .found()
                        .orElse(List.of())
                        .stream()
                        .sorted(Comparator.comparing(anomaly -> anomaly.state() != State.OPEN))
                        .toList());
    }

    /** Findings lag by a minute or two behind a window that ends now. */
    private static boolean isRecent(Occasion occasion, TimeWindow window) {
        return window.end().isAfter(occasion.now().minusSeconds(600));
    }

    List<Anomaly> of(ServiceName service) {
        return all.stream().filter(anomaly -> anomaly.service().equals(service)).toList();
    }

    /** The gravest, open before over. */
    Optional<Anomaly> worst(ServiceName service) {
        return of(service).stream().findFirst();
    }
}
