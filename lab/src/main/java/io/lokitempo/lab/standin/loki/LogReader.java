package io.lokitempo.lab.standin.loki;

import io.lokitempo.lab.standin.logql.Expr.Logs;
import io.lokitempo.lab.standin.query.Deadline;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the lines of one tenant for one query, and counts what it read. */
final class LogReader {
    private final LogStore store;
    private final String tenant;
    private final Deadline deadline;
    private long lines;
    private long bytes;
    private long metadataBytes;
    private long passed;

    LogReader(LogStore store, String tenant, Deadline deadline) {
        this.store = store;
        this.tenant = tenant;
        this.deadline = deadline;
    }

    long lines() {
        return lines;
    }

    long bytes() {
        return bytes + metadataBytes;
    }

    long metadataBytes() {
        return metadataBytes;
    }

    long passed() {
        return passed;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Rows of {@code [start, end)} that pass the query's stages, stream by stream. */
    void forEach(Logs logs, long start, long end, Consumer<Row> rows) {
        Pipeline pipeline = new Pipeline(logs.stages());
        for (LogStream stream : store.select(tenant, logs.matchers())) {
            stream.between(start, end, false).forEachRemaining(entry -> {
                Row row = row(stream, entry);
                if (pipeline.passes(row)) {
                    passed++;
                    rows.accept(row);
                }
            });
        }
    }

    /** Rows in order of time over all streams, until one is answered with false. */
    void inOrder(Logs logs, long start, long end, boolean backward, Predicate<Row> more) {
        Pipeline pipeline = new Pipeline(logs.stages());
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Cursor.order(backward));
        List<LogStream> streams = store.select(tenant, logs.matchers());
        for (int i = 0; i < streams.size(); i++) {
            Iterator<Entry> entries = streams.get(i).between(start, end, backward);
            if (entries.hasNext()) {
                cursors.add(new Cursor(i, streams.get(i), entries.next(), entries));
            }
        }
        while (!cursors.isEmpty()) {
            Cursor cursor = cursors.remove();
            Row row = row(cursor.stream(), cursor.next());
            if (pipeline.passes(row)) {
                passed++;
                if (!more.test(row)) {
                    return;
                }
            }
            if (cursor.rest().hasNext()) {
                cursors.add(cursor.advanced());
            }
        }
    }

    private Row row(LogStream stream, Entry entry) {
        deadline.step();
        lines++;
        bytes += entry.lineBytes();
        metadataBytes += entry.metadataBytes();
        return new Row(stream.labels(), entry);
    }

    /** A place in one stream; {@code rank} is the stream's in order of labels. */
    private record Cursor(int rank, LogStream stream, Entry next, Iterator<Entry> rest) {
        static Comparator<Cursor> order(boolean backward) {
            Comparator<Cursor> byTime =
                    Comparator.comparingLong(cursor -> cursor.next().time());
            return (backward ? byTime.reversed() : byTime).thenComparingInt(Cursor::rank);
        }

        Cursor advanced() {
            return new Cursor(rank, stream, rest.next(), rest);
        }
    }
}
