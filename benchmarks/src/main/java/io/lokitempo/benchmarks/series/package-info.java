/** Made-up services come in; what a window of one series costs detection goes out. */
@NullMarked
package io.lokitempo.benchmarks.series;

import org.jspecify.annotations.NullMarked;
