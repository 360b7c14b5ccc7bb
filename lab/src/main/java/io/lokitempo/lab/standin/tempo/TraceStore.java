package io.lokitempo.lab.standin.tempo;

import io.lokitempo.lab.standin.query.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All traces of all tenants, found by id and by minute. Beyond the budget the traces of the oldest minute are dropped. */
final class TraceStore {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** A trace is found in no more minutes than these, however long it says it lasted. */
    private static final long MOST_MINUTES = Duration.ofDays(1).toMinutes();

    private record Key(String tenant, String traceId) {}

    private final Map<Key, StoredTrace> byId = new HashMap<>();
    private final NavigableMap<Long, Set<Key>> byMinute = new TreeMap<>();
    private final Bounds bounds;
    private long spans;

    TraceStore(Bounds bounds) {
        this.bounds = bounds;
    }

    synchronized long spans() {
        return spans;
    }

    synchronized void add(String tenant, Map<String, List<StoredSpan>> pushed, long nowNanos) {
        pushed.forEach((traceId, more) -> {
            Key key = new Key(tenant, traceId);
            StoredTrace trace = byId.computeIfAbsent(key, _ -> new StoredTrace(traceId));
            spans += trace.add(more);
            for (StoredSpan span : more) {
                index(key, span);
            }
        });
        evict(nowNanos);
    }

    private void index(Key key, StoredSpan span) {
        long first = Math.floorDiv(span.start(), MINUTE);
        long last = Math.min(Math.floorDiv(span.end(), MINUTE), first + MOST_MINUTES);
        for (long minute = first; minute <= last; minute++) {
            byMinute.computeIfAbsent(minute, _ -> new LinkedHashSet<>()).add(key);
        }
    }

    private void evict(long nowNanos) {
        long horizon = Math.floorDiv(nowNanos - bounds.retention().toNanos(), MINUTE);
        while (!byMinute.isEmpty() && (spans > bounds.most() || byMinute.firstKey() < horizon)) {
            for (Key key : byMinute.pollFirstEntry().getValue()) {
                StoredTrace dropped = byId.remove(key);
                if (dropped != null) {
                    spans -= dropped.spans().size();
                }
            }
        }
    }

    synchronized Optional<StoredTrace> trace(String tenant, String traceId) {
        return Optional.ofNullable(byId.get(new Key(tenant, traceId)));
    }

    /** Traces with a part in {@code [start, end]}, in no particular order. */
    synchronized List<StoredTrace> between(String tenant, long start, long end) {
        Set<Key> keys = new LinkedHashSet<>();
        byMinute.subMap(Math.floorDiv(start, MINUTE), true, Math.floorDiv(end, MINUTE), true)
                .values()
                .forEach(keys::addAll);
        List<StoredTrace> found = new ArrayList<>();
        for (Key key : keys) {
            StoredTrace trace = byId.get(key);
            if (trace != null && key.tenant().equals(tenant) && trace.start() <= end && trace.end() >= start) {
                found.add(trace);
            }
        }
        return found;
    }
}
