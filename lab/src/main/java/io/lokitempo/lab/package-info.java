/**
 * Everything that makes the system tryable without Loki, Tempo, Kafka, PostgreSQL or Docker. Seeds and settings come in;
 * telemetry with a known truth, and a running system, go out.
 */
@NullMarked
package io.lokitempo.lab;

import org.jspecify.annotations.NullMarked;
