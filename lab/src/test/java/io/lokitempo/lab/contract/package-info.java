/**
 * What Loki and Tempo promise, as tests that run against a stand-in always and against a real server where its address is
 * set: {@code LOKI_URL}, {@code TEMPO_URL} with {@code TEMPO_OTLP_URL}. They push telemetry of their own, under names of
 * their own.
 */
@NullMarked
package io.lokitempo.lab.contract;

import org.jspecify.annotations.NullMarked;
