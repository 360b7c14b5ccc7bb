package io.lokitempo.benchmarks.lab;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An anomaly as it was raised and as it ended. */
record Alarm(Anomaly opened, Anomaly last) {
    /** @param told every record, in the order told */
    static List<Alarm> of(List<Anomaly> told) {
        Map<String, Alarm> alarms = new LinkedHashMap<>();
        told.forEach(anomaly -> alarms.merge(
                anomaly.id(), new Alarm(anomaly, anomaly), (known, now) -> new Alarm(known.opened, now.last)));
        return List.copyOf(alarms.values());
    }

    String service() {
        return last.service().value();
    }

    /** The end of the window in which it was raised: no one knew of it earlier. */
    Instant raisedAt() {
        return opened.lastSeen();
    }

    boolean matters() {
        return last.severity() != Severity.INFO;
    }
}
