@NullMarked
package io.lokitempo.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
