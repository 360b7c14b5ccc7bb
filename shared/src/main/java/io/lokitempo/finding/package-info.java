/**
 * What the analyzer finds out, as values that travel over Kafka, rest in PostgreSQL and are shown to agents. Counts and
 * measurements of closed windows come in from the analyzer; the same records go out to every reader.
 */
@NullMarked
package io.lokitempo.finding;

import org.jspecify.annotations.NullMarked;
