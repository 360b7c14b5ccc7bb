package io.lokitempo.benchmarks.collect;

import java.time.Duration;

/**
 * How the analyzer did.
 *
 * @param bySum lines as the sum of patterns and other, in PostgreSQL
 * @param rows of patterns in windows, in PostgreSQL
 * @param polled from its first query to the last line's count in Kafka
 * @param stored from its first query to the last count in PostgreSQL
 * @param laterLines those stored after half of them were: by then the JVM has compiled what it will
 * @param later how long those took
 * @param cpu this process's processor time meanwhile
 * @param heapMebibytes what lived after a collection of garbage right at the end
 * @param greatestMebibytes the most that was seen in use, garbage included
 */
record Collected(
        long lines,
        long bySum,
        long rows,
        long templates,
        Duration polled,
        Duration stored,
        long laterLines,
        Duration later,
        Duration cpu,
        long queries,
        long heapMebibytes,
        long greatestMebibytes) {
    double linesPerSecond() {
        return lines / seconds(stored);
    }

    /** Of the second half alone. */
    double laterLinesPerSecond() {
        return laterLines / seconds(later);
    }

    String told() {
        return """
                analyzer  read    %,d lines in %.1f s, %,.0f lines/s, %,d queries
                analyzer  stored  %,d lines in %.1f s, %,.0f lines/s, as %,d rows of %,d templates
                analyzer  second half  %,d lines in %.1f s, %,.0f lines/s
                analyzer  sum of patterns and other: %,d, difference to Loki %d
                analyzer  processor %.1f s, %.1f us a line
                analyzer  heap    %d MiB alive at the end, at most %d MiB in use""".formatted(
                        lines,
                        seconds(polled),
                        lines / seconds(polled),
                        queries,
                        lines,
                        seconds(stored),
                        linesPerSecond(),
                        rows,
                        templates,
                        laterLines,
                        seconds(later),
                        laterLinesPerSecond(),
                        bySum,
                        bySum - lines,
                        seconds(cpu),
                        cpu.toNanos() / 1e3 / lines,
                        heapMebibytes,
                        greatestMebibytes);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
