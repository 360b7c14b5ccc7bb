package io.lokitempo.lab.standin.loki;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** A value at some of the steps: a step without one is a gap, not zero. */
final class Series {
    private final Map<String, String> labels;
    private final double[] values;
    private final BitSet present;

    Series(Map<String, String> labels, int steps) {
        this.labels = Map.copyOf(labels);
        this.values = new double[steps];
        this.present = new BitSet(steps);
    }

    Map<String, String> labels() {
        return labels;
    }

    /** The labels as Loki orders series by. */
    String sortKey() {
        return new TreeMap<>(labels).toString();
    }

    int steps() {
        return values.length;
    }

    boolean has(int step) {
        return present.get(step);
    }

    double value(int step) {
        return values[step];
    }

    void set(int step, double value) {
        values[step] = value;
        present.set(step);
    }

    boolean isEmpty() {
        return present.isEmpty();
    }
}
