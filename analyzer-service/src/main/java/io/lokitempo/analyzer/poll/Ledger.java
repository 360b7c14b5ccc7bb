package io.lokitempo.analyzer.poll;

import io.lokitempo.finding.LogPattern;
import io.lokitempo.finding.PatternCounts;
import io.lokitempo.finding.SpanWindow;
import io.lokitempo.finding.Watermark;
import io.lokitempo.topic.DeadLetter;
import java.time.Instant;
import java.util.List;

/** One partition's topics, held by one writer at a time. */
interface Ledger extends AutoCloseable {
    /**
     * What the partition holds.
     *
     * @param watermarks the last of each source
     * @param patterns the last of each id
     * @param counts those written lately, as far back as a window can still be revised
     * @param spans the same
     */
    record Contents(
            List<Watermark> watermarks,
            List<LogPattern> patterns,
            List<Written<PatternCounts>> counts,
            List<Written<SpanWindow>> spans,
            List<DeadLetter> unreadable) {}

    /** A record and when it was written. */
    record Written<T>(T value, Instant at) {}

    /** Reads everything committed so far. Only the writer that opened the ledger last can have written it. */
    Contents readBack();

    /**
     * Writes all of it or nothing. Safe for use by several threads, one after the other.
     *
     * @throws Fenced where another writer has opened this ledger since
     * @throws org.apache.kafka.common.KafkaException where it is not known whether it was written
     */
    void commit(Batch batch);

    @Override
    void close();

    /** Opens the ledgers of partitions. */
    interface Ledgers {
        /**
         * Takes a partition over: whoever wrote it before cannot any more.
         *
         * @throws Fenced where another writer did so at the same time
         * @throws org.apache.kafka.common.KafkaException where Kafka does not answer
         */
        Ledger open(int partition);
    }

    /** Another writer has taken the partition. */
    final class Fenced extends RuntimeException {
        Fenced(int partition, Throwable cause) {
            super("partition " + partition + " was taken over by another poller", cause);
        }
    }
}
