package io.lokitempo.lab.standin.tempo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps one object for equal ones, as long as there are not too many: names, resources and attributes repeat. */
final class Interned<T> {
    private static final int MOST = 50_000;

    private final Map<T, T> known = new ConcurrentHashMap<>();

    T of(T value) {
        if (known.size() >= MOST) {
            known.clear(); // forgetting costs a few copies, not correctness
        }
        T first = known.putIfAbsent(value, value);
        return first == null ? value : first;
    }
}
