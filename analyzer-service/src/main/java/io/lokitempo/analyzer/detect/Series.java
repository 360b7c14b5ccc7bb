package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.AnomalyKind;
import io.lokitempo.finding.Ids;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;

/**
 * What can deviate of a service.
 *
 * @param subject an operation or a pattern's id; empty for the service as a whole
 */
public record Series(Source source, AnomalyKind kind, String subject) {
    /** Where it is seen. */
    public enum Source {
        LOGS,
        SPANS
    }

    /** Within its service. */
    String key() {
        return source + "/" + kind + "/" + subject;
    }

    String anomalyId(Scope scope, ServiceName service, Instant onset) {
        return Ids.anomaly(scope.toString(), service.value(), key(), onset.toString());
    }
}
