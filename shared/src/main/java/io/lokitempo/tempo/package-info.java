/**
 * Tempo's HTTP API, typed. TraceQL, trace ids and windows of time come in; spans, hits and series go out as records.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/api_docs/">Tempo HTTP API</a>
 */
@NullMarked
package io.lokitempo.tempo;

import org.jspecify.annotations.NullMarked;
