package io.lokitempo.lab.fault;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How much of what there was, minute by minute. Zero is the same as nothing. */
public final class Counts {
    private final Map<Cell, Long> cells = new HashMap<>();

    /**
     * One place of the table.
     *
     * @param what of the service: an operation, a pattern's id, or nothing
     */
    public record Cell(String service, String what, Instant minute) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byService = service.compareTo(other.service);
            int byMinute = byService != 0 ? byService : minute.compareTo(other.minute);
            return byMinute != 0 ? byMinute : what.compareTo(other.what);
        }
    }

    /**
     * How one table differs from another.
     *
     * @param lost what is missing in cells that hold too little, in all
     * @param doubled what is too much in cells that hold too much, in all
     * @param cells those that differ: expected and found
     */
    public record Difference(long lost, long doubled, Map<Cell, String> cells) {
        public boolean isNone() {
            return lost == 0 && doubled == 0;
        }
    }

    public void add(String service, String what, Instant at, long count) {
        if (count != 0) {
            cells.merge(new Cell(service, what, at.truncatedTo(ChronoUnit.MINUTES)), count, Long::sum);
        }
    }

    public long total() {
        return cells.values().stream().mapToLong(Long::longValue).sum();
    }

    public Set<String> services() {
        Set<String> services = new TreeSet<>();
        cells.keySet().forEach(cell -> services.add(cell.service()));
        return services;
    }

    /** Of these, the cells that are chosen. */
    public Counts where(Predicate<Cell> chosen) {
        Counts some = new Counts();
        cells.forEach((cell, count) -> {
            if (chosen.test(cell)) {
                some.cells.put(cell, count);
            }
        });
        return some;
    }

    /** What {@code found} has too little and too much of this. */
    public Difference to(Counts found) {
        Set<Cell> all = new TreeSet<>(cells.keySet());
        all.addAll(found.cells.keySet());
        long lost = 0;
        long doubled = 0;
        Map<Cell, String> differing = new TreeMap<>();
        for (Cell cell : all) {
            long expected = cells.getOrDefault(cell, 0L);
            long there = found.cells.getOrDefault(cell, 0L);
            lost += Math.max(0, expected - there);
            doubled += Math.max(0, there - expected);
            if (expected != there) {
                differing.put(cell, expected + " expected, " + there + " found");
            }
        }
        return new Difference(lost, doubled, differing);
    }
}
