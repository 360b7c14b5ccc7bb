package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.traceql.Value;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One series of a metrics answer. */
final class SpanSeries {
    /**
     * A span that stands for others.
     *
     * @param value its own; null shows its bucket's
     */
    record Exemplar(
            String traceId,
            long timeMillis,
            int bucket,
            @Nullable Double value) {
        /** Whether its own value lies in the bucket of a histogram. */
        boolean isIn(double end, double unit) {
            return value != null && Log2Buckets.bucketOf(value * unit) == end;
        }
    }

    /** By the values of the labels: numbers by size, all else as text. */
    static final Comparator<SpanSeries> BY_LABELS = SpanSeries::compareLabels;

    private final Map<String, Value> labels;
    private final Map<String, Value> group;
    private final double[] values;
    private final BitSet present;
    private List<Exemplar> exemplars;

    /** @param group labels of the spans, which exemplars repeat */
    SpanSeries(Map<String, Value> labels, Map<String, Value> group, int buckets, List<Exemplar> exemplars) {
        this.labels = labels;
        this.group = group;
        this.values = new double[buckets];
        this.present = new BitSet(buckets);
        this.exemplars = List.copyOf(exemplars);
    }

    SpanSeries withoutPoints() {
        return new SpanSeries(labels, group, values.length, exemplars);
    }

    private static int compareLabels(SpanSeries a, SpanSeries b) {
        Iterator<Value> others = b.labels.values().iterator();
        for (Value value : a.labels.values()) {
            if (!others.hasNext()) {
                return 1;
            }
            Value other = others.next();
            int order = Conditions.order(value, other).orElse(value.text().compareTo(other.text()));
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    void set(int bucket, double value) {
        values[bucket] = value;
        present.set(bucket);
    }

    boolean has(int bucket) {
        return present.get(bucket);
    }

    boolean hasPoints() {
        return !present.isEmpty();
    }

    double value(int bucket) {
        return values[bucket];
    }

    void keepExemplars(int most) {
        exemplars = exemplars.stream().limit(most).toList();
    }

    private ObjectNode labelled() {
        ObjectNode node = TempoJson.object();
        ArrayNode array = node.putArray("labels");
        labels.forEach((key, value) -> array.add(TempoJson.attribute(key, value)));
        return node;
    }

    ObjectNode range(Buckets buckets) {
        ObjectNode node = labelled();
        ArrayNode samples = node.putArray("samples");
        for (int bucket = 0; bucket < values.length; bucket++) {
            if (has(bucket)) {
                ObjectNode sample = samples.addObject().put("timestampMs", Long.toString(buckets.endMillis(bucket)));
                value(sample, values[bucket]);
            }
        }
        List<Exemplar> shown =
                exemplars.stream().filter(exemplar -> has(exemplar.bucket())).toList();
        if (!shown.isEmpty()) {
            ArrayNode array = node.putArray("exemplars");
            shown.forEach(exemplar -> array.add(exemplar(exemplar)));
        }
        return node;
    }

    ObjectNode instant() {
        ObjectNode node = labelled();
        value(node, values[0]);
        return node;
    }

    private static void value(ObjectNode node, double value) {
        if (value != 0) {
            TempoJson.number(node, "value", value);
        }
    }

    private ObjectNode exemplar(Exemplar exemplar) {
        ObjectNode node = TempoJson.object();
        ArrayNode array = node.putArray("labels");
        array.add(TempoJson.attribute("trace:id", new Value.Text(exemplar.traceId())));
        group.forEach((key, value) -> array.add(TempoJson.attribute(key, value)));
        value(node, exemplar.value() == null ? values[exemplar.bucket()] : exemplar.value());
        return node.put("timestampMs", Long.toString(exemplar.timeMillis()));
    }
}
