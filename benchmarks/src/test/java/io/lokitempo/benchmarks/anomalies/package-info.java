@NullMarked
package io.lokitempo.benchmarks.anomalies;

import org.jspecify.annotations.NullMarked;
