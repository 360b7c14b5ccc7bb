/**
 * How fast the analyzer collects: lines come in from a Loki, the whole analyzer takes them through its pollers, Kafka and
 * the store into PostgreSQL, and its rate goes out beside that of a client that only drains the same Loki.
 */
@NullMarked
package io.lokitempo.benchmarks.collect;

import org.jspecify.annotations.NullMarked;
