package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.IncidentMemory;
import io.lokitempo.analyzer.detect.Incidents;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.Incident;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Groups the anomalies of a scope into incidents. */
final class Grouping extends ContextualProcessor<String, IncidentInput, String, Incident> {
    /** Parsed once, not for every call seen; as the store has them. */
    private final Map<String, IncidentMemory> parsed = new HashMap<>();

    private KeyValueStore<String, IncidentMemory> memories;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    Grouping() {}

    @Override
    public void init(ProcessorContext<String, Incident> context) {
        super.init(context);
        memories = context.getStateStore(FindingStores.INCIDENTS);
        parsed.clear();
    }

    @Override
    public void process(Record<String, IncidentInput> record) {
        String scope = record.value().scope().toString();
        IncidentMemory known = parsed.computeIfAbsent(scope, this::stored);
        Incidents incidents = new Incidents(known);
        switch (record.value()) {
            case IncidentInput.Called(var _, var caller, var callee, var window) ->
                incidents.called(caller, callee, window.end());
            case IncidentInput.Changed(var change) -> incidents.changed(change);
            case IncidentInput.Deviated(Anomaly anomaly, double selfShare) -> incidents.take(anomaly, selfShare);
        }
        if (!incidents.memory().equals(known)) {
            memories.put(scope, incidents.memory());
            parsed.put(scope, incidents.memory());
        }
        incidents.told().forEach(incident -> context().forward(new Record<>(scope, incident, record.timestamp())));
    }

    private IncidentMemory stored(String scope) {
        IncidentMemory known = memories.get(scope);
        return known == null ? IncidentMemory.EMPTY : known;
    }
}
