package io.lokitempo.lab.standin.loki;

import java.util.List;

/** The newest entries of a stream as they are. */
record OpenChunk(List<Entry> entries) implements Chunk {
    OpenChunk {
        entries = List.copyOf(entries);
    }

    @Override
    public long first() {
        return entries.getFirst().time();
    }

    @Override
    public long last() {
        return entries.getLast().time();
    }

    @Override
    public int size() {
        return entries.size();
    }
}
