/**
 * Labelled metric series in the layout of the Numenta Anomaly Benchmark come in; the detector's scores of each value and the
 * benchmark's score of these go out.
 */
@NullMarked
package io.lokitempo.benchmarks.anomalies;

import org.jspecify.annotations.NullMarked;
