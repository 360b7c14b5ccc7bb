/**
 * TraceQL as values. Query text comes in; a tree of sealed types goes out, or a refusal worded and placed as Tempo's parser
 * does.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/traceql/">TraceQL</a>
 */
@NullMarked
package io.lokitempo.lab.standin.traceql;

import org.jspecify.annotations.NullMarked;
