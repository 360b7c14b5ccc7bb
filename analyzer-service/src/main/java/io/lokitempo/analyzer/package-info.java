/**
 * The analyzer: telemetry of Loki and Tempo comes in by polling, findings go out on Kafka and into PostgreSQL.
 */
@NullMarked
package io.lokitempo.analyzer;

import org.jspecify.annotations.NullMarked;
