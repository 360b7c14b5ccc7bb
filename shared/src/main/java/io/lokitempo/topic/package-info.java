/**
 * The Kafka topics as a contract: their names, keys, values and partitioning. Findings come in as records; bytes that
 * any consumer can read, JSON by a published schema, go out, and the other way round.
 */
@NullMarked
package io.lokitempo.topic;

import org.jspecify.annotations.NullMarked;
