package io.lokitempo.analyzer.stream;

import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.Incident;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** Puts the headers of a {@link CloudEvent} on what alert consumers read, and the id as its key. */
final class Announced {
    private Announced() {}

    static Processor<String, IncidentInput, String, Anomaly> anomalies() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, IncidentInput> record) {
                if (record.value() instanceof IncidentInput.Deviated deviated) {
                    Anomaly anomaly = deviated.anomaly();
                    context()
                            .forward(new Record<>(
                                    anomaly.id(),
                                    anomaly,
                                    record.timestamp(),
                                    CloudEvent.of(anomaly).headers()));
                }
            }
        };
    }

    static Processor<String, IncidentInput, String, Change> changes() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, IncidentInput> record) {
                if (record.value() instanceof IncidentInput.Changed(Change change)) {
                    context().forward(new Record<>(change.id(), change, record.timestamp(), record.headers()));
                }
            }
        };
    }

    static Processor<String, Incident, String, Incident> incidents() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, Incident> record) {
                context()
                        .forward(new Record<>(
                                record.value().id(),
                                record.value(),
                                record.timestamp(),
                                CloudEvent.of(record.value()).headers()));
            }
        };
    }
}
