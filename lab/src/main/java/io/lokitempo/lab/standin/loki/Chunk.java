package io.lokitempo.lab.standin.loki;

import java.util.List;

/** Entries of one stream, in order of time. */
interface Chunk {
    long first();

    long last();

    int size();

    List<Entry> entries();

    default boolean overlaps(long start, long end) {
        return first() < end && last() >= start;
    }
}
