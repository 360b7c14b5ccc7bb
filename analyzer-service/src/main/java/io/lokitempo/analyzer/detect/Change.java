package io.lokitempo.analyzer.detect;

import io.lokitempo.finding.Ids;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import java.time.Instant;

/** A version of a service that was never seen before. */
public record Change(Scope scope, ServiceName service, String version, Instant at) {
    public String id() {
        return Ids.change(scope.toString(), service.value(), "version", version);
    }
}
