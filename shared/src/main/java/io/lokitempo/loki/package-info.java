/**
 * Loki's HTTP API, typed. LogQL and windows of time come in; log lines, series and metadata go out as records.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/">Loki HTTP API</a>
 */
@NullMarked
package io.lokitempo.loki;

import org.jspecify.annotations.NullMarked;
