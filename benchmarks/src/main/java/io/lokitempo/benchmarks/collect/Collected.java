package io.lokitempo.benchmarks.collect;

import java.time.Duration;

/**
 * How the analyzer did.
 *
 * @param polled from its first query to the last line's count in Kafka
 * @param stored from its first query to the last count in PostgreSQL
 * @param rows of patterns in windows, in PostgreSQL
 * @param cpu this process's processor time meanwhile: analyzer, Kafka
 * @param heapMebibytes what lived after a collection of garbage right at the end, Kafka's broker included
 */
record Collected(
        long lines,
        long bySum,
        long rows,
        long templates,
        Duration polled,
        Duration stored,
        Duration cpu,
        long queries,
        long heapMebibytes,
        long greatestMebibytes) {
    double linesPerSecond() {
        return lines / (stored.toNanos() / 1e9);
    }

    String told() {
        return """
                analyzer  read    %,d lines in %.1f s, %,.0f lines/s, %,d queries
                analyzer  stored  %,d lines in %.1f s, %,.0f lines/s, as %,d rows of %,d templates
                analyzer  sum of patterns and other: %,d, difference to Loki %,d
                analyzer  processor %.1f s with Kafka, %.1f us a line
                analyzer  heap    %d MiB alive at the end with Kafka's, of at most %d MiB""".formatted(
                        lines,
                        polled.toNanos() / 1e9,
                        lines / (polled.toNanos() / 1e9),
                        queries,
                        lines,
                        stored.toNanos() / 1e9,
                        linesPerSecond(),
                        rows,
                        templates,
                        bySum,
                        bySum - lines,
                        cpu.toNanos() / 1e9,
                        cpu.toNanos() / 1e3 / lines,
                        heapMebibytes,
                        greatestMebibytes);
    }
}
