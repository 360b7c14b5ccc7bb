package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.IncidentMemory;
import io.lokitempo.analyzer.detect.ServiceMemory;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.topic.JsonSerde;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The topology's stores, each with its changelog in Kafka. */
final class FindingStores {
    /** Lanes of the last three hours, by service, window and lane. */
    static final String LANES = "lanes";
    /** What is remembered of a service, by service. */
    static final String SERVICES = "services";
    /** Baselines, by service and series. */
    static final String SERIES = "series";
    /** What hours of the day are like, by service, series and hour. */
    static final String SEASONS = "seasons";
    /** Open incidents and the graph of calls, by scope. */
    static final String INCIDENTS = "incidents";

    private FindingStores() {}

    /** @param keptIn where a store of a name keeps its entries */
    static List<StoreBuilder<?>> all(Function<String, KeyValueBytesStoreSupplier> keptIn) {
        return List.of(
                store(keptIn.apply(LANES), new JsonSerde<>(SpanWindow.class)),
                store(keptIn.apply(SERVICES), new JsonSerde<>(ServiceMemory.class))
                        .withCachingEnabled(),
                store(keptIn.apply(SERIES), new SeriesSerde()).withCachingEnabled(),
                store(keptIn.apply(SEASONS), new SeasonSerde()).withCachingEnabled(),
                store(keptIn.apply(INCIDENTS), new JsonSerde<>(IncidentMemory.class))
                        .withCachingEnabled());
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(KeyValueBytesStoreSupplier kept, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(kept, Serdes.String(), serde);
    }
}
