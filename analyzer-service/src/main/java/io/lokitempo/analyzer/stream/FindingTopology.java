package io.lokitempo.analyzer.stream;

import io.lokitempo.analyzer.detect.Detection;
import io.lokitempo.analyzer.detect.ServiceSpans;
import io.lokitempo.finding.Anomaly;
import io.lokitempo.finding.CallStats;
import io.lokitempo.finding.Change;
import io.lokitempo.finding.OperationStats;
import io.lokitempo.finding.Scope;
import io.lokitempo.finding.ServiceEdge;
import io.lokitempo.finding.ServiceWindow;
import io.lokitempo.telemetry.ServiceName;
import io.lokitempo.topic.JsonSerde;
import io.lokitempo.topic.Keys;
import io.lokitempo.topic.ServicePartitioner;
import io.lokitempo.topic.Topic;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The stages in order.
 *
 * <pre>
 *  span-windows ── lanes added up ─┬─► service-windows
 *                                  ├─► service-edges ──────────────┐
 *                                  └─ judged ─┐                    │
 *  pattern-counts ────────────────── judged ──┴─► anomalies ───────┴─ one partition ── grouped ─► incidents
 *  log-patterns ──── signs known ─────┘
 * </pre>
 *
 * Left of the one partition all of a service is in one task, since its topics are dealt alike.
 */
public final class FindingTopology {
    private FindingTopology() {}

    static Topology of(Detection detection) {
        return of(detection, Stores::persistentKeyValueStore);
    }

    /** @param keptIn where a store of a name keeps its entries */
    public static Topology of(Detection detection, Function<String, KeyValueBytesStoreSupplier> keptIn) {
        StreamsBuilder builder = new StreamsBuilder();
        FindingStores.all(keptIn).forEach(builder::addStateStore);

        KStream<String, ServiceSpans> spans =
                from(builder, Topic.SPAN_WINDOWS).process(LaneSums::new, Named.as("add-lanes"), FindingStores.LANES);
        KStream<String, ServiceEdge> edges = spans.flatMap(
                (_, sum) -> sum.calls().stream().map(calls -> edge(sum, calls)).toList(), Named.as("edges"));
        KStream<String, IncidentInput> judged = spans.process(
                        Judging.ofRequests(detection),
                        Named.as("judge-requests"),
                        FindingStores.SERVICES,
                        FindingStores.SERIES,
                        FindingStores.SEASONS)
                .merge(from(builder, Topic.LOG_PATTERNS)
                        .process(
                                Judging.ofPatterns(detection),
                                Named.as("know-patterns"),
                                FindingStores.SERVICES,
                                FindingStores.SERIES,
                                FindingStores.SEASONS))
                .merge(from(builder, Topic.PATTERN_COUNTS)
                        .process(
                                Judging.ofLines(detection),
                                Named.as("judge-lines"),
                                FindingStores.SERVICES,
                                FindingStores.SERIES,
                                FindingStores.SEASONS));

        to(
                Topic.SERVICE_WINDOWS,
                spans.flatMap(
                        (_, sum) -> sum.operations().stream()
                                .map(stats -> window(sum, stats))
                                .toList(),
                        Named.as("service-windows")),
                ServiceWindow::scope,
                window -> window.stats().operation().service());
        to(Topic.SERVICE_EDGES, edges, ServiceEdge::scope, edge -> edge.stats().callee());
        to(Topic.ANOMALIES, judged.process(Announced::anomalies), Anomaly::scope, Anomaly::service);
        to(Topic.CHANGES, judged.process(Announced::changes), Change::scope, Change::service);

        judged.merge(edges.filter((_, edge) -> edge.stats().calls() > 0).mapValues(FindingTopology::called))
                .repartition(Repartitioned.with(Serdes.String(), new JsonSerde<>(IncidentInput.class))
                        .withName("incident-input")
                        .withNumberOfPartitions(1))
                .process(Grouping::new, Named.as("group"), FindingStores.INCIDENTS)
                .process(Announced::incidents)
                .to(Topic.INCIDENTS.name(), Produced.with(Serdes.String(), JsonSerde.of(Topic.INCIDENTS)));
        return builder.build();
    }

    private static <V> KStream<String, V> from(StreamsBuilder builder, Topic<V> topic) {
        return builder.stream(topic.name(), Consumed.with(Serdes.String(), JsonSerde.of(topic)));
    }

    private static <V> void to(
            Topic<V> topic, KStream<String, V> stream, Function<V, Scope> scope, Function<V, ServiceName> service) {
        StreamPartitioner<String, V> byService = (_, _, value, partitions) ->
                Optional.of(Set.of(new ServicePartitioner(partitions).of(scope.apply(value), service.apply(value))));
        stream.to(
                topic.name(),
                Produced.with(Serdes.String(), JsonSerde.of(topic)).withStreamPartitioner(byService));
    }

    private static KeyValue<String, ServiceWindow> window(ServiceSpans sum, OperationStats stats) {
        ServiceWindow window = new ServiceWindow(sum.scope(), sum.window(), sum.revision(), stats, sum.sampling());
        return KeyValue.pair(Keys.of(window), window);
    }

    private static KeyValue<String, ServiceEdge> edge(ServiceSpans sum, CallStats calls) {
        ServiceEdge edge = new ServiceEdge(sum.scope(), sum.window(), sum.revision(), calls, sum.sampling());
        return KeyValue.pair(Keys.of(edge), edge);
    }

    private static IncidentInput called(ServiceEdge edge) {
        return new IncidentInput.Called(
                edge.scope(), edge.stats().caller(), edge.stats().callee(), edge.window());
    }
}
