/**
 * What Loki and Tempo hold, as values: lines, spans, names, ids, windows and ranges of time. Raw text and numbers come
 * in from the clients and from users; validated immutable values go out to every other package.
 */
@NullMarked
package io.lokitempo.telemetry;

import org.jspecify.annotations.NullMarked;
