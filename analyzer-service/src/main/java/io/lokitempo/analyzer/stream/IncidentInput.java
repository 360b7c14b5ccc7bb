package io.lokitempo.analyzer.stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.telemetry.TimeWindow;

/** What incidents are made of; all of it meets in one partition. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = IncidentInput.Deviated.class, name = "deviated"),
    @JsonSubTypes.Type(value = IncidentInput.Called.class, name = "called"),
    @JsonSubTypes.Type(value = IncidentInput.Changed.class, name = "changed")
})
sealed interface IncidentInput {
    Scope scope();

    /** An anomaly opened, changed or ended. */
    record Deviated(Anomaly anomaly, double selfShare) implements IncidentInput {
        @Override
        public Scope scope() {
            return anomaly.scope();
        }
    }

    /** One service called another in a window. */
    record Called(Scope scope, ServiceName caller, ServiceName callee, TimeWindow window) implements IncidentInput {}

    /** Something about a service is not as it was. */
    record Changed(Change change) implements IncidentInput {
        @Override
        public Scope scope() {
            return change.scope();
        }
    }
}
