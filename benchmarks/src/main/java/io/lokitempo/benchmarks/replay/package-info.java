/**
 * Windows that are stored come in; what detection with changed settings would have raised beside what was raised goes out.
 */
@NullMarked
package io.lokitempo.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
