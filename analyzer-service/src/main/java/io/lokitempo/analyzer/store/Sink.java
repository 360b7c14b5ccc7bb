package io.lokitempo.analyzer.store;

import io.lokitempo.topic.Topic;
import java.time.Instant;
import java.util.List;

/** Where the records of one topic are kept. */
interface Sink<V> {
    Topic<V> topic();

    /** Stores values, oldest first; part of the caller's transaction. Storing one again, or an older one, changes nothing. */
    void write(List<V> values);

    /** The instant whose day's partition a value needs; {@link Instant#MAX} where its table has none. */
    default Instant partitionOf(V value) {
        return Instant.MAX;
    }
}
