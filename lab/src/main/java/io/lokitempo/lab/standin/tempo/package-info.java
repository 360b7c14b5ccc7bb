/**
 * The stand-in for Tempo. Spans come in as OTLP and are kept by trace and minute; TraceQL comes in and traces, series and
 * tags go out as Tempo's JSON.
 */
@NullMarked
package io.lokitempo.lab.standin.tempo;

import org.jspecify.annotations.NullMarked;
