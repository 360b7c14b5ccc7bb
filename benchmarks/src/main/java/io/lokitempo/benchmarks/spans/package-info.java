/**
 * The proof that requests and calls are counted as a real Tempo holds them: awkward spans that are known beforehand come in,
 * an analyzer reads them back while trouble is made, and how many were pushed, held, counted, lost and doubled goes out.
 */
@NullMarked
package io.lokitempo.benchmarks.spans;

import org.jspecify.annotations.NullMarked;
