package io.lokitempo.lab.standin.loki;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Entries with the same labels. Late entries find their place; the same entry twice is kept once, as in Loki. */
final class LogStream {
    private static final int CHUNK = 1_024;

    private final Map<String, String> labels;
    private final List<SealedChunk> sealed = new ArrayList<>();
    private final List<Entry> open = new ArrayList<>();

    LogStream(Map<String, String> labels) {
        this.labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    Map<String, String> labels() {
        return labels;
    }

    /** @return whether it is new */
    synchronized boolean add(Entry entry) {
        int place = open.size();
        while (place > 0 && open.get(place - 1).time() > entry.time()) {
            place--;
        }
        for (int same = place; same > 0 && open.get(same - 1).time() == entry.time(); same--) {
            if (open.get(same - 1).equals(entry)) {
                return false;
            }
        }
        open.add(place, entry);
        if (open.size() == 2 * CHUNK) {
            List<Entry> older = open.subList(0, CHUNK);
            sealed.add(new SealedChunk(older));
            older.clear();
        }
        return true;
    }

    synchronized boolean isEmpty() {
        return sealed.isEmpty() && open.isEmpty();
    }

    /** Time of the newest entry; the least number without one. */
    synchronized long newest() {
        return chunks().stream().mapToLong(Chunk::last).max().orElse(Long.MIN_VALUE);
    }

    /** Time up to which the oldest chunk reaches; the greatest number without one. */
    synchronized long oldestChunkEnd() {
        return chunks().stream()
                .min(Comparator.comparingLong(Chunk::first))
                .map(Chunk::last)
                .orElse(Long.MAX_VALUE);
    }

    /** @return entries dropped with the oldest chunk */
    synchronized int dropOldestChunk() {
        if (sealed.isEmpty()) {
            int dropped = open.size();
            open.clear();
            return dropped;
        }
        SealedChunk oldest = Collections.min(sealed, Comparator.comparingLong(Chunk::first));
        sealed.remove(oldest);
        return oldest.size();
    }

    private List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>(sealed);
        if (!open.isEmpty()) {
            chunks.add(new OpenChunk(open));
        }
        return chunks;
    }

    synchronized List<Chunk> chunks(long start, long end) {
        return chunks().stream().filter(chunk -> chunk.overlaps(start, end)).toList();
    }

    /**
     * Entries of {@code [start, end)} in order of time, or against it. Chunks are unpacked one after the other, so that
     * whoever stops early pays for what was read alone.
     */
    Iterator<Entry> between(long start, long end, boolean backward) {
        List<List<Chunk>> runs = runs(chunks(start, end));
        if (backward) {
            Collections.reverse(runs);
        }
        return runs.stream()
                .flatMap(run -> merged(run, start, end, backward).stream())
                .iterator();
    }

    /** Chunks that overlap in time stay together. */
    private static List<List<Chunk>> runs(List<Chunk> chunks) {
        List<List<Chunk>> runs = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (Chunk chunk :
                chunks.stream().sorted(Comparator.comparingLong(Chunk::first)).toList()) {
            if (runs.isEmpty() || chunk.first() > reach) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(chunk);
            reach = Math.max(reach, chunk.last());
        }
        return runs;
    }

    private static List<Entry> merged(List<Chunk> run, long start, long end, boolean backward) {
        List<Entry> entries = new ArrayList<>();
        if (run.size() == 1) {
            entries.addAll(run.getFirst().entries());
        } else {
            LinkedHashSet<Entry> distinct = new LinkedHashSet<>();
            run.forEach(chunk -> distinct.addAll(chunk.entries()));
            entries.addAll(distinct);
            entries.sort(Comparator.comparingLong(Entry::time));
        }
        entries.removeIf(entry -> entry.time() < start || entry.time() >= end);
        if (backward) {
            Collections.reverse(entries);
        }
        return entries;
    }
}
