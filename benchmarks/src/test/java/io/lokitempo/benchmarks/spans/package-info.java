@NullMarked
package io.lokitempo.benchmarks.spans;

import org.jspecify.annotations.NullMarked;
