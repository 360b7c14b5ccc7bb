package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.SeasonSlot;
import io.lokitempo.analyzer.detect.SeriesMemory;
import io.lokitempo.analyzer.detect.SeriesState;
import io.lokitempo.analyzer.detect.ServiceMemory;
import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.topic.Keys;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Judges windows by what is remembered of their service, and remembers. */
abstract class Judging<V> extends ContextualProcessor<String, V, String, IncidentInput> {
    private KeyValueStore<String, ServiceMemory> services;
    private KeyValueStore<String, SeriesState> series;
    private KeyValueStore<String, SeasonSlot> seasons;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    Judging() {}

    static ProcessorSupplier<String, PatternCounts, String, IncidentInput> ofLines(Detection detection) {
        return () -> new Judging<>() {
            @Override
            public void process(Record<String, PatternCounts> record) {
                PatternCounts counts = record.value();
                judge(Keys.of(counts), record, (memory, series) -> detection.take(counts, memory, series));
            }
        };
    }

    static ProcessorSupplier<String, ServiceSpans, String, IncidentInput> ofRequests(Detection detection) {
        return () -> new Judging<>() {
            @Override
            public void process(Record<String, ServiceSpans> record) {
                ServiceSpans spans = record.value();
                judge(record.key(), record, (memory, series) -> detection.take(spans, memory, series));
            }
        };
    }

    static ProcessorSupplier<String, LogPattern, String, IncidentInput> ofPatterns(Detection detection) {
        return () -> new Judging<>() {
            @Override
            public void process(Record<String, LogPattern> record) {
                LogPattern pattern = record.value();
                if (pattern != null) {
                    learn(
                            Keys.service(pattern.scope(), pattern.service()),
                            (memory, series) -> detection.learn(pattern, memory, series));
                }
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, IncidentInput> context) {
        super.init(context);
        services = context.getStateStore(FindingStores.SERVICES);
        series = context.getStateStore(FindingStores.SERIES);
        seasons = context.getStateStore(FindingStores.SEASONS);
    }

    void learn(String service, BiFunction<ServiceMemory, SeriesMemory, ServiceMemory> detection) {
        ServiceMemory known = known(service);
        SeriesInHand inHand = seriesOf(service);
        ServiceMemory next = detection.apply(known, inHand);
        inHand.store();
        if (!next.equals(known)) {
            services.put(service, next);
        }
    }

    private ServiceMemory known(String service) {
        ServiceMemory known = services.get(service);
        return known == null ? ServiceMemory.EMPTY : known;
    }

    void judge(
            String service,
            Record<String, V> record,
            BiFunction<ServiceMemory, SeriesMemory, Detection.Outcome> detection) {
        SeriesInHand inHand = seriesOf(service);
        Detection.Outcome outcome = detection.apply(known(service), inHand);
        inHand.store();
        services.put(service, outcome.memory());
        outcome.changes().stream()
                .map(IncidentInput.Changed::new)
                .forEach(input -> context().forward(record.withKey(service).withValue(input)));
        outcome.told().stream()
                .map(told -> new IncidentInput.Deviated(told.anomaly(), told.selfShare()))
                .forEach(input -> context().forward(record.withKey(service).withValue(input)));
    }

    private SeriesInHand seriesOf(String service) {
        return new SeriesInHand(service, series, seasons);
    }
}
