/**
 * The yardsticks: benchmark data come in, predictions and one line of figures go out.
 */
@NullMarked
package io.lokitempo.benchmarks;

import org.jspecify.annotations.NullMarked;
