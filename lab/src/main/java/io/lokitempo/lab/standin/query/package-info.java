/**
 * What LogQL and TraceQL have in common: tokens, Go's durations and numbers, how a query is refused and when it is ended.
 * Query text comes in; tokens, or a refusal in the words of the real servers, go out.
 */
@NullMarked
package io.lokitempo.lab.standin.query;

import org.jspecify.annotations.NullMarked;
