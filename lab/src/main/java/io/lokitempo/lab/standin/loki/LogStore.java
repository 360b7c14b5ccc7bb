package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.StreamMatcher;
import io.lokitempo.lab.standin.query.Bounds;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All streams of all tenants. Beyond the budget the chunk that ends first is dropped, whosever it is. */
final class LogStore {
    private final Map<String, Map<Map<String, String>, LogStream>> tenants = new ConcurrentHashMap<>();
    private final AtomicLong lines = new AtomicLong();
    private final Bounds bounds;

    LogStore(Bounds bounds) {
        this.bounds = bounds;
    }

    LogStream stream(String tenant, Map<String, String> labels) {
        return tenants.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>()).computeIfAbsent(labels, LogStream::new);
    }

    void add(LogStream stream, Entry entry) {
        if (stream.add(entry)) {
            lines.incrementAndGet();
        }
    }

    long lines() {
        return lines.get();
    }

    /** Streams that match, in order of their labels, which is the order of Loki's answers. */
    List<LogStream> select(String tenant, List<StreamMatcher> matchers) {
        return tenants.getOrDefault(tenant, Map.of()).values().stream()
                .filter(stream -> StreamMatcher.all(matchers, stream.labels()))
                .sorted(Comparator.comparing(stream -> stream.labels().toString()))
                .toList();
    }

    /** Drops what is older than the retention, and the oldest while there is too much. */
    synchronized void evict(long nowNanos) {
        long horizon = nowNanos - bounds.retention().toNanos();
        for (Map<Map<String, String>, LogStream> streams : tenants.values()) {
            for (LogStream stream : streams.values()) {
                while (!stream.isEmpty() && stream.oldestChunkEnd() < horizon) {
                    lines.addAndGet(-stream.dropOldestChunk());
                }
            }
            streams.values().removeIf(LogStream::isEmpty);
        }
        while (lines.get() > bounds.most()) {
            tenants.values().stream()
                    .flatMap(streams -> streams.values().stream())
                    .min(Comparator.comparingLong(LogStream::oldestChunkEnd))
                    .ifPresent(oldest -> lines.addAndGet(-oldest.dropOldestChunk()));
        }
    }
}
