/**
 * Findings come in from Kafka, rows go out into PostgreSQL: absolute values, written any number of times with the same
 * outcome. A database that is away is waited for; a record that cannot be stored goes to the dead letters.
 */
@NullMarked
package io.lokitempo.analyzer.store;

import org.jspecify.annotations.NullMarked;
